'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode;
  readonly width?: number;
  /** A child takes the focus when it is ready, such as an editor; otherwise the first field has it, or the one marked `data-first`. */
  readonly childTakesFocus?: boolean;
  onClose(): void;
}

/** What can be filled in; the inputs that selects keep for forms are none. */
const FIELDS = ':is(input, select, textarea):not(:disabled, [type="hidden"], [aria-hidden="true"], [tabindex="-1"])';

/** A modal question or sheet. Escape and the backdrop close it; focus returns to where it was. */
export function Dialog({
  isOpen,
  title,
  description,
  children,
  actions,
  width = 440,
  childTakesFocus,
  onClose,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  const firstField = () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && body.current?.contains(focused) === true) return focused;
    const fields = [...(body.current?.querySelectorAll<HTMLElement>(FIELDS) ?? [])];
    return fields.find((field) => field.matches('[data-first], [data-first] *')) ?? fields[0] ?? true;
  };
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} style={{ width }} initialFocus={childTakesFocus ? false : firstField}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close
              render={
                <Button kind="quiet" isIcon aria-label="Close">
                  <X size={16} aria-hidden="true" />
                </Button>
              }
            />
          </header>
          <div ref={body} className={styles.body}>
            {description === undefined ? null : (
              <Base.Description className={styles.description}>{description}</Base.Description>
            )}
            {children}
          </div>
          {actions === undefined ? null : <footer className={styles.footer}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
