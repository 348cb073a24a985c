'use client';

import { LockKeyhole } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './connections.module.css';
import type { ControlProps } from './form-field.tsx';
import { looksLikeReference, type SecretState } from './form-state.ts';

interface SecretControlProps {
  readonly label: string;
  readonly state: SecretState;
  /** Whether the saved connection holds a secret here, to go back to. */
  readonly wasKept: boolean;
  readonly isMultiline: boolean;
  readonly control: ControlProps;
  onChange(state: SecretState): void;
}

/** A secret can be written, never read: one that is kept is shown as kept, to be replaced or removed. A reference is no secret and is shown. */
export function SecretControl({ label, state, wasKept, isMultiline, control, onChange }: SecretControlProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isReplacing = useRef(false);
  useEffect(() => {
    if (state.mode === 'typed' && isReplacing.current) input.current?.focus();
    isReplacing.current = false;
  }, [state.mode]);
  const replace = () => {
    isReplacing.current = true;
    onChange({ mode: 'typed', text: '' });
  };
  if (state.mode !== 'typed') {
    return (
      <div className={styles.secret}>
        <span className={styles.kept} data-removed={state.mode === 'removed' || undefined}>
          <LockKeyhole size={13} aria-hidden="true" />
          {state.mode === 'kept' ? 'Kept, encrypted' : 'Goes when you save'}
        </span>
        <Button kind="quiet" id={control.id} aria-label={`Replace ${label}`} onClick={replace}>
          Replace
        </Button>
        {state.mode === 'kept' ? (
          <Button kind="quiet" aria-label={`Remove ${label}`} onClick={() => onChange({ mode: 'removed' })}>
            Remove
          </Button>
        ) : (
          <Button kind="quiet" aria-label={`Keep ${label}`} onClick={() => onChange({ mode: 'kept' })}>
            Keep
          </Button>
        )}
      </div>
    );
  }
  const { text } = state;
  const shared = {
    ...control,
    ref: input,
    value: text,
    spellCheck: false,
    autoComplete: 'new-password',
    onChange: (event: { target: { value: string } }) => onChange({ mode: 'typed', text: event.target.value }),
  };
  return (
    <div className={styles.secret}>
      {isMultiline && !looksLikeReference(text) ? (
        <textarea {...shared} rows={3} className={`${styles.area} ${text === '' ? '' : styles.hidden}`} />
      ) : (
        <TextField {...shared} type={looksLikeReference(text) ? 'text' : 'password'} />
      )}
      {wasKept ? (
        <Button kind="quiet" aria-label={`Keep ${label}`} onClick={() => onChange({ mode: 'kept' })}>
          Keep
        </Button>
      ) : null}
    </div>
  );
}
