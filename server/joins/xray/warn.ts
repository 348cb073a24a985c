import type { XraySide } from '../../../lib/contract/join-xray.ts';
import { EXPLOSION_FACTOR, EXPLOSION_ROWS, FAN_OUT } from './limits.ts';
import type { XrayState } from './state.ts';

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
export const spell = (value: number): string => number.format(value);

/** Says what the figures of one side mean for the join. */
export function warnOfSide(state: XrayState, side: XraySide): void {
  const { rows, nullKeys, failedRows, failedExamples } = side;
  const input = state.nameOf(side.input);
  if (rows?.isExact === true && rows.value > 0 && nullKeys?.value === rows.value)
    state.warn('all_null', `Every key of ${input} is NULL: nothing can match.`);
  if (failedRows !== undefined && failedRows.value > 0) {
    const examples =
      failedExamples === undefined || failedExamples.length === 0
        ? ''
        : `, such as ${failedExamples.map((value) => `"${value}"`).join(', ')}`;
    state.warn(
      'failed_values',
      `${spell(failedRows.value)} rows of ${input} have a key that could not be converted${examples}. They match nothing.`,
    );
  }
}

/** Says what the figures of both sides mean. */
export function warnOfMatch(state: XrayState): void {
  const { left, right, expectedRows, fanOut, worstKeys } = state;
  const hasRows = (left.rows?.value ?? 0) > 0 && (right.rows?.value ?? 0) > 0;
  if (hasRows && left.matchedRows?.value === 0)
    state.warn('no_match', `No key of ${state.nameOf(left.input)} was found in ${state.nameOf(right.input)}.`);
  if (fanOut !== undefined && fanOut > FAN_OUT) {
    const [worst] = worstKeys;
    const example =
      worst === undefined
        ? ''
        : ` Most by ${worst.key.join(', ')}: ${spell(worst.leftRows)} × ${spell(worst.rightRows)} rows.`;
    state.warn('fan_out', `Rows multiply ${spell(fanOut)}-fold: sums over them will be too high.${example}`);
  }
  if (expectedRows === undefined) return;
  const larger = Math.max(left.rows?.value ?? 0, right.rows?.value ?? 0);
  if (expectedRows.value > EXPLOSION_ROWS && expectedRows.value > EXPLOSION_FACTOR * larger) {
    const about = expectedRows.isExact ? '' : 'about ';
    state.warn(
      'explosion',
      `The join gives ${about}${spell(expectedRows.value)} rows. Both sides repeat their keys: add a key, or join to one row per key.`,
    );
  }
}
