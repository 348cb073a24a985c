import { auditActionSchema, auditActions, auditEntrySchema, type Person } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { AuditFilter } from './audit-section.tsx';
import { auditWords } from './audit-words.ts';
import { Field } from './field.tsx';
import styles from './settings.module.css';

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly people: readonly Person[];
  onChange(filter: AuditFilter): void;
}

const outcomeWords = { ok: 'done', refused: 'refused', failed: 'failed' } as const;

/** Start of a day in the reader's zone, some days later. */
const dayStart = (day: string, later = 0): string => {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + later);
  return start.toISOString();
};
const dayOf = (iso: string | undefined, earlier = 0): string => {
  if (iso === undefined) return '';
  const date = new Date(iso);
  date.setDate(date.getDate() - earlier);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};

/** What of the audit is shown. Days are whole ones of the reader's zone. */
export function AuditFilters({ filter, people, onChange }: AuditFiltersProps) {
  const { personId, action, outcome, from, to } = filter;
  const set = (change: { [Key in keyof AuditFilter]?: AuditFilter[Key] | undefined }) => {
    const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined);
    onChange(Object.fromEntries(entries));
  };
  return (
    <div className={styles.filters}>
      <NativeSelect
        aria-label="Person"
        value={personId ?? ''}
        onChange={(event) => set({ personId: event.currentTarget.value || undefined })}
      >
        <option value="">Everybody</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label="Action"
        value={action ?? ''}
        onChange={(event) => set({ action: auditActionSchema.safeParse(event.currentTarget.value).data })}
      >
        <option value="">Every action</option>
        {auditActions.map((one) => (
          <option key={one} value={one}>
            {auditWords[one]}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label="Outcome"
        value={outcome ?? ''}
        onChange={(event) => set({ outcome: auditEntrySchema.shape.outcome.safeParse(event.currentTarget.value).data })}
      >
        <option value="">Every outcome</option>
        {auditEntrySchema.shape.outcome.options.map((one) => (
          <option key={one} value={one}>
            {outcomeWords[one]}
          </option>
        ))}
      </NativeSelect>
      <Field label="From">
        {(id) => (
          <TextField
            id={id}
            type="date"
            value={dayOf(from)}
            onChange={(event) =>
              set({ from: event.currentTarget.value ? dayStart(event.currentTarget.value) : undefined })
            }
          />
        )}
      </Field>
      <Field label="To">
        {(id) => (
          <TextField
            id={id}
            type="date"
            value={dayOf(to, 1)}
            onChange={(event) =>
              set({ to: event.currentTarget.value ? dayStart(event.currentTarget.value, 1) : undefined })
            }
          />
        )}
      </Field>
      {Object.keys(filter).length === 0 ? null : (
        <Button kind="quiet" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </div>
  );
}
