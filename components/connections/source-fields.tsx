'use client';

import type { DriverDescription, DriverField } from '../../lib/contract/connection.ts';
import styles from './connections.module.css';
import { FormField } from './form-field.tsx';
import type { FormState, SecretState } from './form-state.ts';
import { OptionControl } from './option-control.tsx';
import { SecretControl } from './secret-control.tsx';

interface SourceFieldsProps {
  readonly driver: DriverDescription;
  readonly form: FormState;
  /** Names of secrets that the saved connection holds. */
  readonly kept: ReadonlySet<string>;
  readonly errors: Readonly<Record<string, string>>;
  readonly isUnfolded: boolean;
  onUnfold(isUnfolded: boolean): void;
  onText(name: string, text: string): void;
  onSecret(name: string, state: SecretState): void;
}

/** The options of a driver, drawn from its own description: what it needs first, the rest folded away. */
export function SourceFields(props: SourceFieldsProps) {
  const { driver, form, errors, isUnfolded, onUnfold } = props;
  const main = driver.fields.filter(({ isAdvanced }) => !isAdvanced);
  const rest = driver.fields.filter(({ isAdvanced }) => isAdvanced);
  const given = rest.filter(({ name }) => (form.texts[name] ?? '') !== '').length;
  const hasError = rest.some(({ name }) => errors[name] !== undefined);
  return (
    <>
      {main.map((field) => (
        <OneField key={field.name} field={field} {...props} />
      ))}
      {rest.length === 0 ? null : (
        <details
          className={styles.more}
          open={isUnfolded || hasError}
          onToggle={(event) => onUnfold(event.currentTarget.open)}
        >
          <summary>
            More options
            <span className={styles.faint}>{given === 0 ? ` ${rest.length}` : ` ${given} of ${rest.length} set`}</span>
          </summary>
          {rest.map((field) => (
            <OneField key={field.name} field={field} {...props} />
          ))}
        </details>
      )}
    </>
  );
}

function OneField({
  field,
  form,
  kept,
  errors,
  onText,
  onSecret,
}: Omit<SourceFieldsProps, 'driver' | 'isUnfolded' | 'onUnfold'> & { readonly field: DriverField }) {
  const { name, label, description, isRequired, kind } = field;
  const isSecret = kind === 'secret';
  return (
    <FormField
      label={label}
      isRequired={isRequired}
      error={errors[name]}
      description={
        isSecret
          ? `${description} Or a reference: \`env:NAME\`, \`file:path\`, \`gcp-secret-manager:projects/…\``
          : description
      }
    >
      {(control) =>
        isSecret ? (
          <SecretControl
            label={label}
            state={form.secrets[name] ?? { mode: 'typed', text: '' }}
            wasKept={kept.has(name)}
            isMultiline={/\b(?:JSON|PEM) text\b/.test(description)}
            control={control}
            onChange={(state) => onSecret(name, state)}
          />
        ) : (
          <OptionControl
            field={field}
            value={form.texts[name] ?? ''}
            control={control}
            onChange={(text) => onText(name, text)}
          />
        )
      }
    </FormField>
  );
}
