/** Whether two answers to one statement are the same. */
import type { Answer } from './runners/runner.ts';

type Kind = NonNullable<Answer['kinds']>[number];
type Row = Answer['rows'][number];

export interface Comparison {
  readonly expected: Answer;
  readonly actual: Answer;
  /** Statement, whose last ORDER BY says which columns must be in order. */
  readonly sql: string;
  /** False: decimals passed through floats, and agree to nine digits. */
  readonly isExact: boolean;
}

/** undefined = the same; else the first difference, in words. Rows are a list under ORDER BY (rows that tie may change places), else a multiset. */
export function findDifference({ expected, actual, sql, isExact }: Comparison): string | undefined {
  if (expected.columns.length !== actual.columns.length)
    return `${actual.columns.length} columns instead of ${expected.columns.length}`;
  if (expected.rows.length !== actual.rows.length)
    return `${actual.rows.length} rows instead of ${expected.rows.length}`;
  const kinds = expected.columns.map((_, column): Kind => {
    const kind = expected.kinds?.[column] ?? 'text';
    return kind === 'exact' && !isExact ? 'float' : kind;
  });
  const all = kinds.map((_, column) => column);
  if (firstDifference(expected.rows, actual.rows, kinds, all) === undefined) return undefined;
  const asSet = firstDifference(sorted(expected.rows, kinds), sorted(actual.rows, kinds), kinds, all);
  if (asSet !== undefined) return asSet;
  const inOrder = orderColumns(sql).map((name) =>
    expected.columns.findIndex((column) => column.toLowerCase() === name),
  );
  const difference = firstDifference(expected.rows, actual.rows, kinds, inOrder);
  return difference === undefined ? undefined : `order: ${difference}`;
}

/** Names in the statement's last ORDER BY, which in these statements are names of its result. */
export function orderColumns(sql: string): string[] {
  const [, list] = /\bORDER\s+BY\s+([\w\s,]*?)(?:\s+LIMIT\s+\d+)?\s*$/i.exec(sql) ?? [];
  return (list ?? '').split(',').flatMap((item) => item.trim().toLowerCase().split(/\s+/)[0] || []);
}

function firstDifference(
  expected: readonly Row[],
  actual: readonly Row[],
  kinds: readonly Kind[],
  columns: readonly number[],
): string | undefined {
  for (const [index, row] of expected.entries()) {
    for (const column of columns) {
      const [wanted, got] = [row[column] ?? null, actual[index]?.[column] ?? null];
      if (!isSame(wanted, got, kinds[column] ?? 'text'))
        return `row ${index + 1}, column ${column + 1}: ${got} instead of ${wanted}`;
    }
  }
  return undefined;
}

function isSame(wanted: string | null, got: string | null, kind: Kind): boolean {
  if (wanted === null || got === null) return wanted === got;
  if (kind === 'text') return wanted === got;
  if (kind === 'exact') return plainDecimal(wanted) === plainDecimal(got);
  const [a, b] = [Number(wanted), Number(got)];
  // A system that divides decimals as decimals rounds to a scale of its own.
  const digits = /^-?\d+\.(\d{2,})$/.exec(got)?.[1]?.length;
  const halfUnit = digits === undefined ? 0 : 0.500001 * 10 ** -digits;
  return Math.abs(a - b) <= Math.max(1e-9 * Math.max(Math.abs(a), Math.abs(b)), halfUnit);
}

/** One spelling per number: `-00.50` is `-0.5`. Anything but a plain decimal stays, and so equals only itself. */
function plainDecimal(text: string): string {
  const [, sign, whole, fraction] = /^([-+]?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction ?? ''}`.replace(/\.?0*$/, (end) =>
    end[0] === '.' ? '' : end.replace(/0+$/, ''),
  );
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** By the exact columns first: those with floats may differ in their last digits, and rows must meet all the same. */
function sorted(rows: readonly Row[], kinds: readonly Kind[]): Row[] {
  const keyOf = (row: Row): string => {
    const exact = row.map((value, column) => {
      if (value === null) return '\u0001';
      return kinds[column] === 'exact' ? plainDecimal(value) : kinds[column] === 'text' ? value : '';
    });
    const floats = row.map((value, column) => (kinds[column] === 'float' ? Number(value).toExponential(6) : ''));
    return [...exact, ...floats].join('\u0000');
  };
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}
