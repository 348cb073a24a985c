/** The fitted weights: written by `bench/suggestions/fit.ts`, read here. docs/joins.md says how they were found. */
import { readFileSync } from 'node:fs';
import type { LogisticModel } from './logistic.ts';

/** Points of a rising line: a raw probability and the share of right ones among those like it. */
export type Calibration = readonly (readonly [raw: number, calibrated: number])[];

export interface SuggestModel {
  /** Column pairs with values, and by names and types only. */
  readonly pairs: LogisticModel;
  readonly pairsByName: LogisticModel;
  readonly edges: LogisticModel;
  readonly edgesByName: LogisticModel;
  readonly calibration: Readonly<Record<Stratum, Calibration>>;
}
export type Stratum = 'counter' | 'key' | 'composite' | 'names';

export const readModel = (path: string | URL): SuggestModel => JSON.parse(readFileSync(path, 'utf8')) as SuggestModel;

let shipped: SuggestModel | undefined;
export function suggestModel(): SuggestModel {
  shipped ??= readModel(new URL('./model.json', import.meta.url));
  return shipped;
}

/** Between two points along a straight line. */
export function calibrate(points: Calibration, raw: number): number {
  const next = points.findIndex(([at]) => at >= raw);
  const upper = points[next];
  const lower = points[next === -1 ? points.length - 1 : next - 1];
  if (upper === undefined) return lower?.[1] ?? raw;
  if (lower === undefined) return upper[1];
  const part = (raw - lower[0]) / Math.max(1e-9, upper[0] - lower[0]);
  return lower[1] + part * (upper[1] - lower[1]);
}
