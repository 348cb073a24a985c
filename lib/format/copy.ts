/** A range of cells as text for other programs. Values are exact; NULL and the empty string stay apart wherever the format can. */
import type { JsonCell } from '../contract/result.ts';
import { cellText } from './cell.ts';
import { type ColumnKind, isNumericKind } from './column-kind.ts';

export const copyFormats = ['tsv', 'tsv-headers', 'csv', 'json', 'markdown', 'in-list'] as const;
export type CopyFormat = (typeof copyFormats)[number];

export interface CopyColumn {
  /** Clear name, unique within the result. */
  readonly label: string;
  readonly kind: ColumnKind;
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** NULL is an empty field. A text with a tab, a quote or a line break is quoted, as spreadsheets expect. */
const tsvField = (value: JsonCell): string => {
  const text = cellText(value);
  return /["\t\r\n]/.test(text) ? quote(text) : text;
};

/** NULL is an empty field, the empty string is `""`. */
const csvField = (value: JsonCell): string => {
  const text = cellText(value);
  return value !== null && (text === '' || /[",\r\n]/.test(text)) ? quote(text) : text;
};

const markdownField = (value: JsonCell): string =>
  value === null
    ? 'NULL'
    : cellText(value)
        .replaceAll('\\', '\\\\')
        .replaceAll('|', '\\|')
        .replace(/\r\n|\r|\n/g, '<br>');

function markdown(columns: readonly CopyColumn[], rows: readonly (readonly JsonCell[])[]): string {
  const line = (fields: readonly string[]): string => `| ${fields.join(' | ')} |`;
  return [
    line(columns.map((column) => markdownField(column.label))),
    line(columns.map((column) => (isNumericKind(column.kind) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(markdownField))),
  ].join('\n');
}

function sqlLiteral(value: Exclude<JsonCell, null>, kind: ColumnKind): string {
  const text = cellText(value);
  const isPlain = kind === 'boolean' || (isNumericKind(kind) && /^[+-]?\d/.test(text));
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}

/** Distinct values in the order met, as `(1, 2)`; NULL is left out, for `IN` never finds it. Without any value: `(NULL)`, which finds nothing. */
function inList(columns: readonly CopyColumn[], rows: readonly (readonly JsonCell[])[]): string {
  const literals = new Set<string>();
  for (const row of rows) {
    row.forEach((value, index) => {
      const kind = columns[index]?.kind ?? 'other';
      if (value !== null) literals.add(sqlLiteral(value, kind));
    });
  }
  return literals.size === 0 ? '(NULL)' : `(${[...literals].join(', ')})`;
}

function json(columns: readonly CopyColumn[], rows: readonly (readonly JsonCell[])[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column.label, row[index] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}

export function formatRange(
  format: CopyFormat,
  columns: readonly CopyColumn[],
  rows: readonly (readonly JsonCell[])[],
): string {
  const labels = columns.map((column) => column.label);
  switch (format) {
    case 'tsv':
      return rows.map((row) => row.map(tsvField).join('\t')).join('\n');
    case 'tsv-headers':
      return [labels, ...rows].map((row) => row.map(tsvField).join('\t')).join('\n');
    case 'csv':
      return [labels, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n');
    case 'json':
      return json(columns, rows);
    case 'markdown':
      return markdown(columns, rows);
    case 'in-list':
      return inList(columns, rows);
  }
}
