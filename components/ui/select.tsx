'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import buttonStyles from './button.module.css';
import styles from './popup.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Drawn before the label. */
  readonly icon?: ReactNode;
}

interface SelectProps<Value extends string> {
  /** What is chosen here, for screen readers: "Run target". */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  onChange(value: Value): void;
}

/** One choice of a few, as quiet text with an arrow. */
export function Select<Value extends string>({ label, value, options, onChange }: SelectProps<Value>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root
      value={value}
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger aria-label={label} className={`${buttonStyles.button} ${buttonStyles.quiet} ${styles.trigger}`}>
        <span>
          {chosen?.icon}
          {chosen?.label ?? value}
        </span>
        <ChevronDown size={14} aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} align="start" sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={styles.item}>
                  <span className={styles.tick}>
                    <Base.ItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Base.ItemIndicator>
                  </span>
                  {option.icon}
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
