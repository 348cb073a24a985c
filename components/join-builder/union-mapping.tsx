'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { shortType } from '../../lib/format/column-kind.ts';
import type { ColumnsOf, ShapeColumn } from '../../lib/join/shape.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './union.module.css';
import { byHand, columnsAdded, columnsBefore, type UnionRow, type UnionStep, unionRows } from './union-rows.ts';

interface UnionMappingProps {
  readonly document: JoinDocument;
  readonly step: number;
  readonly union: UnionStep;
  readonly columnsOf: ColumnsOf;
  readonly left: string;
  readonly right: string;
  onMapping(mapping: UnionStep['mapping'], words: string): void;
  onSourceColumn(name: string | undefined): void;
}

const ways = [
  { value: 'name', label: 'Columns of the same name' },
  { value: 'position', label: 'Columns in the same place' },
  { value: 'hand', label: 'Columns chosen by hand' },
] as const;
const none = '';

/** Which column of the added rows goes below which column of the rows before. */
export function UnionMapping({
  document,
  step,
  union,
  columnsOf,
  left,
  right,
  onMapping,
  onSourceColumn,
}: UnionMappingProps) {
  const rows = useMemo(() => unionRows(document, step, columnsOf), [document, step, columnsOf]);
  const before = useMemo(() => columnsBefore(document, step, columnsOf), [document, step, columnsOf]);
  const added = columnsAdded(document, step, columnsOf);
  const { by } = union.mapping;
  const isByHand = by === 'hand';
  const put = (place: number, change: Partial<UnionRow>, words: string) =>
    onMapping(byHand(rows.map((row, index) => (index === place ? { ...row, ...change } : row))), words);
  return (
    <section className={styles.card} aria-label="Columns of the union">
      <div className={styles.tools}>
        <Select
          label="How columns find each other"
          value={by}
          options={ways}
          onChange={(way) =>
            onMapping(
              way === 'hand' ? byHand(rows) : { by: way },
              ways.find(({ value }) => value === way)?.label ?? 'Mapping changed',
            )
          }
        />
        <label className={styles.source}>
          <input
            type="checkbox"
            checked={union.sourceColumn !== undefined}
            onChange={(event) => onSourceColumn(event.target.checked ? 'source' : undefined)}
          />
          Column that says where a row came from
        </label>
        {union.sourceColumn === undefined ? null : (
          <TextField
            key={union.sourceColumn}
            className={styles.sourceName ?? ''}
            aria-label="Name of the source column"
            defaultValue={union.sourceColumn}
            onBlur={(event) => event.target.value.trim() !== '' && onSourceColumn(event.target.value.trim())}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by the keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table} data-hand={isByHand || undefined}>
          <thead>
            <tr>
              <th scope="col">Output</th>
              <th scope="col">{left}</th>
              <th scope="col">{right}</th>
              <th scope="col">Type</th>
              {isByHand ? <th scope="col" aria-label="Remove" /> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line of the mapping is its place
              <tr key={place}>
                <td>
                  {isByHand ? (
                    <TextField
                      key={row.name}
                      aria-label={`Name of column ${place + 1}`}
                      defaultValue={row.name}
                      onBlur={(event) => {
                        const name = event.target.value.trim();
                        if (name !== '' && name !== row.name) put(place, { name }, `Column named ${name}`);
                      }}
                    />
                  ) : (
                    row.name
                  )}
                </td>
                <Side
                  label={`${left} for ${row.name}`}
                  value={row.before}
                  columns={before}
                  isByHand={isByHand}
                  onChange={(name) => put(place, { before: name }, `${row.name} takes ${name ?? 'nothing'} of ${left}`)}
                />
                <Side
                  label={`${right} for ${row.name}`}
                  value={row.added}
                  columns={added}
                  isByHand={isByHand}
                  onChange={(name) => put(place, { added: name }, `${row.name} takes ${name ?? 'nothing'} of ${right}`)}
                />
                <td className={styles.type}>
                  {shortType(row.type)} {row.isMixed ? <Chip tone="warn">mixed, as text</Chip> : null}
                </td>
                {isByHand ? (
                  <td>
                    <Button
                      kind="quiet"
                      isIcon
                      aria-label={`Remove ${row.name}`}
                      disabled={rows.length === 1}
                      onClick={() =>
                        onMapping(byHand(rows.filter((_, index) => index !== place)), `${row.name} removed`)
                      }
                    >
                      <Trash2 size={14} aria-hidden="true" />
                    </Button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
        {isByHand ? (
          <Button
            kind="quiet"
            onClick={() =>
              onMapping(
                byHand([...rows, { name: freeName(rows), before: null, added: null, type: 'VARCHAR', isMixed: false }]),
                'Column added',
              )
            }
          >
            <Plus size={14} aria-hidden="true" /> Column
          </Button>
        ) : null}
      </div>
    </section>
  );
}

interface SideProps {
  readonly label: string;
  readonly value: string | null;
  readonly columns: readonly ShapeColumn[];
  readonly isByHand: boolean;
  onChange(name: string | null): void;
}

function Side({ label, value, columns, isByHand, onChange }: SideProps) {
  if (!isByHand)
    return (
      <td>
        {value ?? (
          <span className={styles.none} title="Filled with NULL">
            NULL
          </span>
        )}
      </td>
    );
  return (
    <td>
      <NativeSelect aria-label={label} value={value ?? none} onChange={(event) => onChange(event.target.value || null)}>
        <option value={none}>NULL</option>
        {columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </td>
  );
}

function freeName(rows: readonly UnionRow[]): string {
  for (let number = rows.length + 1; ; number += 1)
    if (!rows.some(({ name }) => name === `column_${number}`)) return `column_${number}`;
}
