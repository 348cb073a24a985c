import { formatCount } from '../../lib/format/number.ts';

const steps = [1_000, 10_000, 100_000, 1_000_000] as const;

/** Limits worth offering to a run that had more rows: the next step, and all. */
export function higherLimits(rowLimit: number | null): { rowLimit: number | null; label: string }[] {
  if (rowLimit === null) return [];
  const next = steps.find((step) => step > rowLimit);
  const all = { rowLimit: null, label: 'Run for all rows' };
  return next === undefined ? [all] : [{ rowLimit: next, label: `Run for ${formatCount(next)} rows` }, all];
}
