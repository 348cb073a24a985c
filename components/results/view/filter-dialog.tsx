'use client';

import { type FormEvent, useId, useState } from 'react';
import type { FilterOperator, ResultFilter, ResultView } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { type ColumnKind, columnKind } from '../../../lib/format/column-kind.ts';
import { formatCount } from '../../../lib/format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NativeSelect } from '../../ui/native-select.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSummary } from './use-summary.ts';
import styles from './view.module.css';
import { operatorsFor, valueCount, wordsOf } from './view-words.ts';

interface FilterDialogProps {
  readonly run: Run;
  readonly column: number;
  /** The filter to change; undefined makes a new one. */
  readonly filter: ResultFilter | undefined;
  readonly view: ResultView;
  onApply(filter: ResultFilter): void;
  onClose(): void;
}

const hints: Partial<Record<ColumnKind, string>> = {
  date: 'YYYY-MM-DD',
  timestamp: 'YYYY-MM-DD or YYYY-MM-DD hh:mm:ss',
  time: 'hh:mm:ss',
};

/** Editor of one filter on one column. Mount it anew for another one. */
export function FilterDialog({ run, column, filter, view, onApply, onClose }: FilterDialogProps) {
  const formId = useId();
  const about = run.columns[column];
  const kind = columnKind(about?.type ?? '');
  const operators = operatorsFor(kind);
  const [operator, setOperator] = useState<FilterOperator>(filter?.operator ?? operators[0] ?? 'equals');
  const [values, setValues] = useState<readonly string[]>(filter?.values ?? []);
  const [listed, setListed] = useState((filter?.values ?? []).join('\n'));
  const count = valueCount(operator);
  const others: ResultView = { sort: [], filters: view.filters.filter((other) => other.column !== column) };
  const summary = useSummary(count === 'list' || kind === 'boolean' ? run.id : undefined, column, others);
  const chosen = listed === '' && !values.includes('') ? [] : [...new Set(listed.split('\n'))];
  const given =
    count === 'list'
      ? chosen
      : Array.from({ length: count }, (_, index) => values[index] ?? (kind === 'boolean' ? 'true' : ''));
  const isComplete =
    count === 'list' ? given.length > 0 : kind === 'text' || given.every((value) => value.trim() !== '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) onApply({ column, operator, values: given });
  };
  const setValue = (index: number, value: string) =>
    setValues(Array.from({ length: 2 }, (_, at) => (at === index ? value : (values[at] ?? ''))));
  return (
    <Dialog
      isOpen
      title={`Filter ${about?.label ?? ''}`}
      description={`Of the stored rows, only those are shown whose ${about?.label ?? 'value'}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} disabled={!isComplete}>
            Apply
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        <NativeSelect
          aria-label="Condition"
          value={operator}
          onChange={(event) => setOperator(event.target.value as FilterOperator)}
        >
          {operators.map((each) => (
            <option key={each} value={each}>
              {wordsOf(each, kind)}
            </option>
          ))}
        </NativeSelect>
        {count === 'list' ? (
          <>
            <textarea
              data-first
              aria-label="Values, one a line"
              placeholder="One value a line"
              className={styles.list}
              rows={4}
              value={listed}
              onChange={(event) => setListed(event.target.value)}
            />
            {summary.state === undefined && summary.error === undefined ? <Spinner /> : null}
            <ul className={styles.choices} aria-label="Most frequent values">
              {summary.state?.top
                .filter(({ text }) => !text.includes('\n'))
                .map(({ text, count: rows }) => (
                  <li key={text}>
                    <label>
                      <input
                        type="checkbox"
                        checked={chosen.includes(text)}
                        onChange={(event) =>
                          setListed(
                            (event.target.checked ? [...chosen, text] : chosen.filter((each) => each !== text)).join(
                              '\n',
                            ),
                          )
                        }
                      />
                      <span>{text === '' ? "''" : text}</span>
                      <small>{formatCount(rows)}</small>
                    </label>
                  </li>
                ))}
            </ul>
          </>
        ) : kind === 'boolean' && count === 1 ? (
          <NativeSelect
            aria-label="Value"
            value={given[0] ?? 'true'}
            onChange={(event) => setValue(0, event.target.value)}
          >
            <option value="true">true</option>
            <option value="false">false</option>
          </NativeSelect>
        ) : (
          Array.from({ length: count }, (_, index) => (
            <TextField
              // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second value
              key={index}
              data-first={index === 0 || undefined}
              aria-label={count === 1 ? 'Value' : index === 0 ? 'From' : 'To'}
              placeholder={hints[kind] ?? ''}
              value={values[index] ?? ''}
              onChange={(event) => setValue(index, event.target.value)}
            />
          ))
        )}
      </form>
    </Dialog>
  );
}
