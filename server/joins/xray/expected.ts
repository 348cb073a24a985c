/** Rows that a step gives, by what is known of both sides. Pure. */

import type { JoinType } from '../../../lib/contract/join.ts';
import type { Measured, XraySide } from '../../../lib/contract/join-xray.ts';

export interface Expected {
  readonly rows: Measured;
  /** Rows of the step per row of the side that it keeps; of an inner or full join, per row of the larger side that meets. */
  readonly fanOut: number;
}

/** Undefined while a figure that it needs is missing. `pairs`: pairs of rows whose keys meet. */
export function expectedRows(
  type: JoinType,
  left: XraySide,
  right: XraySide,
  pairs: Measured | undefined,
): Expected | undefined {
  if (left.rows === undefined || right.rows === undefined) return undefined;
  if (type === 'cross') {
    const rows = left.rows.value * right.rows.value;
    return { rows: { value: rows, isExact: left.rows.isExact && right.rows.isExact }, fanOut: right.rows.value };
  }
  if (pairs === undefined || left.matchedRows === undefined || right.matchedRows === undefined) return undefined;
  const leftAlone = Math.max(0, left.rows.value - left.matchedRows.value);
  const rightAlone = Math.max(0, right.rows.value - right.matchedRows.value);
  const isLeftExact = left.rows.isExact && left.matchedRows.isExact;
  const isRightExact = right.rows.isExact && right.matchedRows.isExact;
  const met = Math.max(left.matchedRows.value, right.matchedRows.value);
  const ofMet = met === 0 ? 1 : pairs.value / met;
  switch (type) {
    case 'inner':
      return { rows: pairs, fanOut: ofMet };
    case 'left':
      return {
        rows: { value: pairs.value + leftAlone, isExact: pairs.isExact && isLeftExact },
        fanOut: ratio(pairs.value + leftAlone, left.rows.value),
      };
    case 'right':
      return {
        rows: { value: pairs.value + rightAlone, isExact: pairs.isExact && isRightExact },
        fanOut: ratio(pairs.value + rightAlone, right.rows.value),
      };
    case 'full':
      return {
        rows: { value: pairs.value + leftAlone + rightAlone, isExact: pairs.isExact && isLeftExact && isRightExact },
        fanOut: ofMet,
      };
    case 'anti':
      return { rows: { value: leftAlone, isExact: isLeftExact }, fanOut: 1 };
  }
}

/** How often a row of the side that finds partners comes out; undefined where none does or a figure is missing. */
export const repeatsOf = (
  { matchedRows }: Pick<XraySide, 'matchedRows'>,
  pairs: Measured | undefined,
): number | undefined =>
  pairs === undefined || matchedRows === undefined || matchedRows.value === 0
    ? undefined
    : pairs.value / matchedRows.value;

const ratio = (rows: number, of: number): number => (of === 0 ? 1 : rows / of);
