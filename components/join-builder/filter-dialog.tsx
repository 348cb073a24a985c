'use client';

import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { filterOperatorSchema, type InputFilter } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { draftOf, type FilterDraft, filterOf, operatorWords, valueHint } from './filter-draft.ts';
import { type InputView, typeText } from './input-view.ts';
import styles from './inputs.module.css';

interface FilterDialogProps {
  readonly input: InputView;
  readonly name: string;
  readonly filters: readonly InputFilter[];
  onApply(filters: InputFilter[]): void;
  onClose(): void;
}

/** Which rows of one input take part. All conditions must hold. */
export function FilterDialog({ input, name, filters, onApply, onClose }: FilterDialogProps) {
  const [drafts, setDrafts] = useState<readonly FilterDraft[]>(() =>
    filters.length > 0 ? filters.map(draftOf) : [newDraft(input)],
  );
  const [problem, setProblem] = useState<string>();
  const formId = useId();
  const change = (place: number, next: Partial<FilterDraft>) =>
    setDrafts(drafts.map((draft, index) => (index === place ? { ...draft, ...next } : draft)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = drafts.map(filterOf);
    const refused = read.find((filter) => typeof filter === 'string');
    if (refused !== undefined) setProblem(refused);
    else onApply(read.filter((filter) => typeof filter !== 'string'));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width={680}
      childTakesFocus
      title={`Rows of ${name}`}
      description="Only rows for which all of these hold are joined."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId}>
            Apply
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.filterRows} onSubmit={submit}>
        {drafts.map((draft, place) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no other identity than its place
            key={place}
            className={styles.filterRow}
            data-expression={draft.expression !== undefined || undefined}
          >
            {draft.expression !== undefined ? (
              <TextField
                autoFocus
                className="mono"
                aria-label={`Condition ${place + 1}`}
                placeholder="total > 100 AND status <> 'draft'"
                value={draft.expression}
                spellCheck={false}
                onChange={(event) => change(place, { expression: event.target.value })}
              />
            ) : (
              <ColumnCondition draft={draft} place={place} input={input} onChange={(next) => change(place, next)} />
            )}
            <Button
              kind="quiet"
              isIcon
              aria-label={`Remove condition ${place + 1}`}
              onClick={() => setDrafts(drafts.filter((_, index) => index !== place))}
            >
              <Trash2 size={14} aria-hidden="true" />
            </Button>
          </div>
        ))}
        {problem === undefined ? null : (
          <p className={styles.filterProblem} role="alert">
            {problem}
          </p>
        )}
      </form>
      <div className={styles.filterButtons}>
        <Button kind="quiet" onClick={() => setDrafts([...drafts, newDraft(input)])}>
          <Plus size={14} aria-hidden="true" /> Condition
        </Button>
        <Button kind="quiet" onClick={() => setDrafts([...drafts, { ...newDraft(input), expression: '' }])}>
          <Plus size={14} aria-hidden="true" /> Own expression
        </Button>
      </div>
    </Dialog>
  );
}

interface ColumnConditionProps {
  readonly draft: FilterDraft;
  readonly place: number;
  readonly input: InputView;
  onChange(next: Partial<FilterDraft>): void;
}

function ColumnCondition({ draft, place, input, onChange }: ColumnConditionProps) {
  const hint = valueHint(draft.operator);
  return (
    <>
      <NativeSelect
        autoFocus={place === 0}
        aria-label={`Column of condition ${place + 1}`}
        value={draft.column}
        onChange={(event) => onChange({ column: event.target.value })}
      >
        {input.columns.some(({ name }) => name === draft.column) ? null : (
          <option value={draft.column}>{draft.column} (no longer there)</option>
        )}
        {input.columns.map((column) => (
          <option key={column.name} value={column.name}>
            {column.name} · {typeText(column)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label={`Operator of condition ${place + 1}`}
        value={draft.operator}
        onChange={(event) => onChange({ operator: filterOperatorSchema.parse(event.target.value) })}
      >
        {filterOperatorSchema.options.map((operator) => (
          <option key={operator} value={operator}>
            {operatorWords[operator]}
          </option>
        ))}
      </NativeSelect>
      {hint === undefined ? (
        <span />
      ) : (
        <TextField
          aria-label={`Value of condition ${place + 1}`}
          placeholder={hint}
          value={draft.values}
          spellCheck={false}
          onChange={(event) => onChange({ values: event.target.value })}
        />
      )}
    </>
  );
}

const newDraft = (input: InputView): FilterDraft => ({
  column: input.columns[0]?.name ?? '',
  operator: '=',
  values: '',
  expression: undefined,
});
