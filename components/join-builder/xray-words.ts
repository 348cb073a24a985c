import type { Measured } from '../../lib/contract/join-xray.ts';
import { formatCount, formatCounted, formatEstimate } from '../../lib/format/number.ts';

export const countText = (measured: Measured | undefined): string =>
  measured === undefined ? '…' : measured.isExact ? formatCount(measured.value) : formatEstimate(measured.value);

export const rowsText = (measured: Measured): string =>
  measured.isExact ? formatCounted(measured.value, 'row') : `${formatEstimate(measured.value)} rows`;

/** Never rounded up to 100 % nor down to 0. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}
