/** What an export says of itself: the statement, what each source was asked, when, and whether rows are missing. */
import type { ColumnDescription } from '../../lib/contract/description.ts';
import type { ResultView } from '../../lib/contract/result.ts';
import type { ResultColumn, Run } from '../../lib/contract/run.ts';
import type { CellNotes } from './xlsx-cells.ts';

/** What the columns are, by label: texts of the description of the result. */
export type ColumnNotes = readonly Pick<
  ColumnDescription,
  'label' | 'title' | 'description' | 'unit' | 'caveats' | 'expression'
>[];

type Line = readonly (string | number)[];

/** The ledger as key and value for formats that keep such: JSON text. */
export function ledgerJson(run: Run, columns: readonly ResultColumn[], notes: ColumnNotes = []): string {
  const fetches = run.fetches.map(({ connection, relation, title, sql, rows, bytes, readAt, capped }) => ({
    connection,
    relation,
    title,
    sql,
    rows,
    bytes,
    readAt,
    capped,
  }));
  const { id, text, target, startedAt, rowLimit, truncated, rows } = run;
  const described = columns.map((column) => ({ ...column, ...notes.find(({ label }) => label === column.label) }));
  return JSON.stringify({ run: id, text, target, startedAt, rowLimit, truncated, rows, columns: described, fetches });
}

/** The ledger as lines of a sheet. */
export function ledgerLines(
  run: Run | undefined,
  columns: readonly ResultColumn[],
  rows: number,
  view: ResultView | undefined,
  notes: CellNotes,
  texts: ColumnNotes = [],
): Line[] {
  const textsOf = (name: string): Line => {
    const {
      title,
      description,
      unit = '',
      expression = '',
      caveats = [],
    } = texts.find(({ label }) => label === name) ?? {};
    return title === undefined ? [] : [title, description ?? '', unit, expression, caveats.join(' ')];
  };
  const isPart = view !== undefined && (view.filters.length > 0 || view.sort.length > 0);
  const facts: Line[] = [
    ['Rows in this file', rows],
    ...(isPart ? [['Shown by', JSON.stringify(view)]] : []),
    ...(notes.textNumbers === 0
      ? []
      : [['Numbers kept as text', notes.textNumbers, 'more than 15 digits, which Excel would round']]),
    ...(notes.textTimes === 0
      ? []
      : [
          [
            'Dates and times kept as text',
            notes.textTimes,
            'before March 1900, after 9999, or finer than a millisecond',
          ],
        ]),
    ...(notes.cut === 0
      ? []
      : [['Texts cut', notes.cut, 'longer than the 32,767 characters of a cell; CSV and Parquet hold them whole']]),
  ];
  const described: Line[] = [
    [],
    [
      ...['Column', 'Type', 'Connection', 'Table', 'Source column'],
      ...(texts.length === 0 ? [] : ['Title', 'Description', 'Unit', 'Made by', 'Beware']),
    ],
    ...columns.map(
      ({ label, type, origin }): Line => [
        label,
        /TIME ZONE|TIMESTAMPTZ/i.test(type) ? `${type}, in UTC` : type,
        ...(origin === undefined
          ? texts.length === 0
            ? []
            : ['', '', '']
          : [origin.connection, `${origin.schema}.${origin.table}`, origin.column]),
        ...textsOf(label),
      ],
    ),
  ];
  if (run === undefined) return [['Ledger'], ...facts, ...described];
  return [
    ['Ledger'],
    ['Run', run.id],
    ['Started', run.startedAt],
    ['Target', run.target],
    ['Row limit', run.rowLimit ?? 'all rows'],
    ['Rows of the result', run.rows],
    ['Complete', run.truncated ? 'No: the statement had more rows than the row limit' : 'Yes'],
    ...facts,
    ['Statement', run.text],
    [],
    ['Connection', 'Relation', 'Rows', 'Bytes', 'Read at', 'Capped', 'SQL sent'],
    ...run.fetches.map(
      ({ connection, relation, title, rows: read, bytes, readAt, capped, sql }): Line => [
        connection,
        title === undefined ? relation : `${title} (${relation})`,
        read,
        bytes,
        readAt ?? '',
        capped ? 'yes' : 'no',
        sql,
      ],
    ),
    ...described,
  ];
}
