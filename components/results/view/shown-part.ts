import { isWhole } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { formatCounted } from '../../../lib/format/number.ts';
import type { ShownRows } from './use-shown-rows.ts';

/** `12 rows, 3 columns`: what is shown of a result, if it is not all of it in its own order. */
export function shownPart(
  run: Run,
  { view, rows }: ShownRows,
  columns: readonly number[] | undefined,
): string | undefined {
  const isEveryColumn =
    columns === undefined ||
    (columns.length === run.columns.length && columns.every((position, index) => position === index));
  if (isWhole(view) && isEveryColumn) return undefined;
  return sizeWords(rows, columns?.length ?? run.columns.length);
}

/** `12 rows, 3 columns`. */
export const sizeWords = (rows: number, columns: number): string =>
  `${formatCounted(rows, 'row')}, ${formatCounted(columns, 'column')}`;
