import type { Measured, XrayFrame } from '../../lib/contract/join-xray.ts';
import { formatCount, formatCounted, formatEstimate } from '../../lib/format/number.ts';

/** A figure; of one that is missing whether it is still to come. */
export const countText = (measured: Measured | undefined, isMeasuring: boolean): string =>
  measured === undefined
    ? missingText(isMeasuring)
    : measured.isExact
      ? formatCount(measured.value)
      : formatEstimate(measured.value);

export const missingText = (isMeasuring: boolean): string => (isMeasuring ? '…' : 'not measured');

export const rowsText = (measured: Measured): string =>
  measured.isExact ? formatCounted(measured.value, 'row') : `${formatEstimate(measured.value)} rows`;

/** Never rounded up to 100 % nor down to 0. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}

/** From here on a row is said to come several times. */
const REPEATED = 1.05;
const timesText = (times: number): string => `${times >= 100 ? formatCount(times) : times.toFixed(2)}×`;

/** Whether rows multiply; where only the rows of one side do, as they do from one to many, which: sums over its columns grow. */
export function fanOutText(
  { fanOut, left, right }: Pick<XrayFrame, 'fanOut' | 'left' | 'right'>,
  leftName: string,
  rightName: string,
): string | undefined {
  if (fanOut === undefined) return undefined;
  if (fanOut > REPEATED) return `fan-out ${timesText(fanOut)}`;
  const repeated = [
    { name: leftName, repeats: left.repeats ?? 1 },
    { name: rightName, repeats: right.repeats ?? 1 },
  ].find(({ repeats }) => repeats > REPEATED);
  return repeated === undefined
    ? `no fan-out (${timesText(fanOut)})`
    : `${repeated.name} repeat ${timesText(repeated.repeats)}: sums over them grow`;
}
