'use client';

import { type CSSProperties, type Ref, useState } from 'react';
import { formatCount, formatCounted, formatEstimate } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { originColor } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ColumnList, type ColumnListHandle } from './column-list.tsx';
import { InputChip, type InputChipActions } from './input-chip.tsx';
import type { InputView, ListedColumn } from './input-view.ts';
import styles from './inputs.module.css';
import type { Side } from './key-drag.ts';
import type { KeyDrag } from './use-key-drag.ts';

interface InputCardProps {
  readonly listRef: Ref<ColumnListHandle>;
  readonly side: Side;
  readonly inputs: readonly InputView[];
  readonly columns: readonly ListedColumn[];
  readonly nameOf: (input: InputView) => string;
  readonly taken: readonly string[];
  readonly keyNumbers: ReadonlyMap<string, readonly number[]>;
  readonly drag: KeyDrag;
  readonly actions: InputChipActions;
  onCross(from: ListedColumn | undefined): void;
}

/** One side of a step: the input, or all inputs before, with their columns. */
export function InputCard({ listRef, side, inputs, columns, nameOf, taken, actions, ...list }: InputCardProps) {
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = columns.filter(({ column }) => {
    const text = `${column.name} ${column.sourceType} ${column.comment ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const [first] = inputs;
  const names = inputs.map(nameOf).join(', ');
  return (
    <section
      className={styles.card}
      style={{ '--c': inputs.length === 1 ? originColor(first?.color) : undefined } as CSSProperties}
      aria-label={`${side === 'left' ? 'Left' : 'Right'} side: ${names}`}
    >
      <header className={styles.header} data-many={inputs.length > 1 || undefined}>
        {inputs.map((input) => (
          <InputChip
            key={input.alias}
            input={input}
            name={nameOf(input)}
            taken={taken}
            canRemove={taken.length > 1}
            actions={actions}
          />
        ))}
        {first !== undefined && inputs.length === 1 ? (
          <span className={styles.rows} title={first.rows === undefined ? undefined : `${rowsOf(first.rows)} rows`}>
            {first.rows === undefined ? '' : rowsOf(first.rows)}
            <span className="visually-hidden"> rows</span>
          </span>
        ) : null}
      </header>
      {inputs.map((input) => (
        <InputProblem key={input.alias} input={input} onReplace={() => actions.replace(input)} />
      ))}
      <div className={styles.search}>
        <TextField
          aria-label={`Search columns of ${names}`}
          placeholder={`Search ${formatCounted(columns.length, 'column')}`}
          value={query}
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            event.currentTarget.closest('section')?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
          }}
        />
      </div>
      {inputs.some(({ status }) => status === 'loading') ? (
        <p className={styles.state}>
          <Spinner /> Reading columns…
        </p>
      ) : found.length === 0 && query !== '' ? (
        <p className={styles.state}>No column of that name.</p>
      ) : null}
      <ColumnList ref={listRef} label={`Columns of ${names}`} side={side} columns={found} {...list} />
    </section>
  );
}

const rowsOf = ({ value, isExact }: { readonly value: number; readonly isExact: boolean }): string =>
  isExact ? formatCount(value) : formatEstimate(value);

function InputProblem({ input, onReplace }: { readonly input: InputView; onReplace(): void }) {
  const replace = <Button onClick={onReplace}>Replace with…</Button>;
  if (input.isConnectionMissing)
    return (
      <ErrorNotice
        error={{
          code: 'unknown_connection',
          class: 'user',
          message: `There is no connection ${input.connection} here, or you may not use it.`,
          hint: 'The join is kept as it is. Ask an admin for the connection, add it, or replace this input.',
        }}
        actions={replace}
      />
    );
  if (input.error === undefined) return null;
  return <ErrorNotice error={input.error} actions={replace} />;
}
