'use client';

import type { DriverField } from '../../lib/contract/connection.ts';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './connections.module.css';
import type { ControlProps } from './form-field.tsx';

interface OptionControlProps {
  readonly field: DriverField;
  readonly value: string;
  readonly control: ControlProps;
  onChange(value: string): void;
}

/** One option that is no secret, as its kind wants it. Empty = the driver's default, which shows as a placeholder. */
export function OptionControl({ field, value, control, onChange }: OptionControlProps) {
  const { kind, choices, default: byDefault, isRequired } = field;
  if (kind === 'choice' || kind === 'boolean') {
    const values = kind === 'boolean' ? ['true', 'false'] : (choices ?? []);
    // A reference may stand here too.
    const all = value === '' || values.includes(value) ? values : [...values, value];
    return (
      <NativeSelect {...control} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{byDefault === undefined ? 'Default' : `Default (${choiceWords(byDefault)})`}</option>
        {all.map((one) => (
          <option key={one} value={one}>
            {choiceWords(one)}
          </option>
        ))}
      </NativeSelect>
    );
  }
  if (kind === 'multiline' || kind === 'json' || kind === 'list') {
    return (
      <textarea
        {...control}
        className={styles.area}
        rows={kind === 'list' ? 2 : 3}
        spellCheck={false}
        placeholder={byDefault ?? (kind === 'list' ? 'One a line' : kind === 'json' ? '{ }' : '')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      {...control}
      className={kind === 'number' ? styles.short : undefined}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      placeholder={byDefault ?? ''}
      aria-required={isRequired || undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

const choiceWords = (value: string): string => (value === 'true' ? 'yes' : value === 'false' ? 'no' : value);
