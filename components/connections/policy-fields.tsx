'use client';

import { aiPolicySchema } from '../../lib/contract/connection.ts';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { aiWords } from './connection-words.ts';
import styles from './connections.module.css';
import { FormField } from './form-field.tsx';
import type { PolicyState } from './form-state.ts';

interface PolicyFieldsProps {
  readonly policy: PolicyState;
  readonly errors: Readonly<Record<string, string>>;
  readonly isFixed: boolean;
  onChange(policy: PolicyState): void;
}

/** What may be done with a connection: limits of a fetch, probes, and what the assistant may send. */
export function PolicyFields({ policy, errors, isFixed, onChange }: PolicyFieldsProps) {
  return (
    <fieldset className={styles.group} disabled={isFixed}>
      <legend className={styles.legend}>Limits and policy</legend>
      {isFixed ? <p className={styles.about}>config.yaml sets the policy of this connection.</p> : null}
      <FormField
        label="Rows of a fetch"
        error={errors.maxFetchRows}
        description="A fetch that would bring more fails its run and says so. Nothing is ever cut."
      >
        {(control) => (
          <TextField
            {...control}
            className={styles.short}
            inputMode="numeric"
            placeholder="no limit"
            value={policy.maxFetchRows}
            onChange={(event) => onChange({ ...policy, maxFetchRows: event.target.value })}
          />
        )}
      </FormField>
      <FormField
        label="Time of a fetch (s)"
        error={errors.maxFetchSeconds}
        description="How long the source may take for one fetch. Without a limit, that of the run holds."
      >
        {(control) => (
          <TextField
            {...control}
            className={styles.short}
            inputMode="decimal"
            placeholder="no limit"
            value={policy.maxFetchSeconds}
            onChange={(event) => onChange({ ...policy, maxFetchSeconds: event.target.value })}
          />
        )}
      </FormField>
      <FormField
        label="Assistant may send"
        error={errors.ai}
        description="What of this connection may leave for a language model, and only when somebody asks for it."
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={policy.ai}
            onChange={(event) => {
              const ai = aiPolicySchema.safeParse(event.target.value);
              if (ai.success) onChange({ ...policy, ai: ai.data });
            }}
          >
            {aiPolicySchema.options.map((one) => (
              <option key={one} value={one}>
                {aiWords[one]}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
      <FormField
        label="Probes"
        description="Suggestions and the X-ray send sampled keys of other sources into its queries."
      >
        {(control) => (
          <span className={styles.check}>
            <input
              {...control}
              type="checkbox"
              checked={policy.allowsProbes}
              onChange={(event) => onChange({ ...policy, allowsProbes: event.target.checked })}
            />
            {policy.allowsProbes ? 'Allowed' : 'Not allowed'}
          </span>
        )}
      </FormField>
    </fieldset>
  );
}
