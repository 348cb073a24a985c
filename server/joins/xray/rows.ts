import type { JoinDocument } from '../../../lib/contract/join.ts';
import { sideSql } from '../../../lib/join/join-sql.ts';
import type { Asker } from './asker.ts';
import { type Side, sideRows } from './side.ts';

/** Rows of a side, and of a key of one column as it is stored, the rows without a value. */
export async function countRows(side: Side, asker: Asker): Promise<{ rows: number; nullKeys: number | undefined }> {
  const [key, ...more] = side.keys;
  const isPlain = key !== undefined && more.length === 0 && !key.takesNull;
  const isFilled = side.keys.every(({ column }) => side.source?.filledColumns.has(column) === true);
  const filled = isPlain && !isFilled ? `, count(${key.raw}) AS filled` : '';
  const { rows } = await asker.ask(`SELECT count(*) AS row_count${filled}\n${sideRows(side)}`, 1);
  const [count, values] = (rows[0] ?? []).map(Number);
  if (isFilled) return { rows: count ?? 0, nullKeys: 0 };
  return { rows: count ?? 0, nullKeys: values === undefined ? undefined : (count ?? 0) - values };
}

/** Pairs of rows that meet by comparisons other than equality, and the rows of each side that meet any. */
export async function comparePairs(
  document: JoinDocument,
  step: number,
  left: Side,
  right: Side,
  asker: Asker,
): Promise<{ pairs: number; leftRows: number; rightRows: number }> {
  const what = document.steps[step];
  const keys = what?.kind === 'join' ? what.keys : [];
  const numbered = (side: Side, columns: readonly string[], name: string): string =>
    `SELECT ${columns.join(', ')}, row_number() OVER () AS ${name}\n${sideRows(side)}`;
  const { columnsOf } = left.shapes;
  const sides = keys.map((key) => ({
    left: sideSql(document, key.left, columnsOf),
    operator: key.operator,
    right: sideSql(document, key.right, columnsOf),
  }));
  const on = sides.map(({ operator }, index) => `a.x${index} ${operator} b.x${index}`).join(' AND ');
  const sql = `SELECT count(*) AS pairs, count(DISTINCT left_row) AS left_rows, count(DISTINCT right_row) AS right_rows
FROM (
${numbered(
  left,
  sides.map((one, index) => `${one.left} AS x${index}`),
  'left_row',
)}
) a
JOIN (
${numbered(
  right,
  sides.map((one, index) => `${one.right} AS x${index}`),
  'right_row',
)}
) b ON ${on}`;
  const { rows } = await asker.ask(sql, 1);
  const [pairs = 0, leftRows = 0, rightRows = 0] = (rows[0] ?? []).map(Number);
  return { pairs, leftRows, rightRows };
}
