import type { ComponentProps } from 'react';
import { TextField } from '../ui/text-field.tsx';
import { Field } from './field.tsx';

interface PasswordFieldProps extends Omit<ComponentProps<typeof TextField>, 'onChange'> {
  readonly label: string;
  readonly value: string;
  readonly autoComplete: 'current-password' | 'new-password';
  onChange(value: string): void;
}

export function PasswordField({ label, onChange, ...rest }: PasswordFieldProps) {
  return (
    <Field label={label}>
      {(id) => (
        <TextField
          id={id}
          type="password"
          required
          {...rest}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
