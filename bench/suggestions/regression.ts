/** Fits logistic models (iteratively reweighted least squares with an L2 penalty) and rising calibration lines (pool adjacent violators). */
import type { LogisticModel } from '../../server/joins/suggest/weights/logistic.ts';
import type { Calibration } from '../../server/joins/suggest/weights/model.ts';

export interface Example {
  readonly features: Readonly<Record<string, number>>;
  readonly isRight: boolean;
  readonly weight?: number;
}

/** Weights are drawn to `prior` (0 where it says nothing), so that what the examples cannot tell apart stays sensible. */
export function fitLogistic(
  examples: readonly Example[],
  penalty: number,
  prior: Readonly<Record<string, number>> = {},
): LogisticModel {
  const names = [...new Set(examples.flatMap(({ features }) => Object.keys(features)))].sort();
  const rows = examples.map(({ features }) => [1, ...names.map((name) => features[name] ?? 0)]);
  const size = names.length + 1;
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < 40; round += 1) {
    const gradient = weights.map((weight, index) =>
      index === 0 ? 0 : -penalty * (weight - (prior[names[index - 1] ?? ''] ?? 0)),
    );
    const hessian = weights.map((_, index) =>
      weights.map((__, other) => (index === other ? (index === 0 ? 1e-6 : penalty) : 0)),
    );
    for (const [index, row] of rows.entries()) {
      const example = examples[index];
      if (example === undefined) continue;
      let sum = 0;
      for (let at = 0; at < size; at += 1) sum += (weights[at] ?? 0) * (row[at] ?? 0);
      const probability = 1 / (1 + Math.exp(-sum));
      const importance = example.weight ?? 1;
      const error = importance * ((example.isRight ? 1 : 0) - probability);
      const curve = Math.max(1e-6, importance * probability * (1 - probability));
      for (let at = 0; at < size; at += 1) {
        const value = row[at] ?? 0;
        if (value === 0) continue;
        gradient[at] = (gradient[at] ?? 0) + error * value;
        const line = hessian[at];
        if (line === undefined) continue;
        for (let other = 0; other <= at; other += 1)
          line[other] = (line[other] ?? 0) + curve * value * (row[other] ?? 0);
      }
    }
    for (let at = 0; at < size; at += 1) for (let other = 0; other < at; other += 1) mirror(hessian, at, other);
    const step = solve(hessian, gradient);
    const largest = Math.max(...step.map(Math.abs));
    const scale = largest > 3 ? 3 / largest : 1;
    weights = weights.map((weight, index) => weight + scale * (step[index] ?? 0));
    if (largest < 1e-6) break;
  }
  const rounded = (value: number | undefined) => Math.round((value ?? 0) * 1000) / 1000;
  return {
    bias: rounded(weights[0]),
    weights: Object.fromEntries(names.map((name, index) => [name, rounded(weights[index + 1])])),
  };
}

function mirror(matrix: number[][], row: number, column: number): void {
  const target = matrix[column];
  if (target !== undefined) target[row] = matrix[row]?.[column] ?? 0;
}

/** Gaussian elimination with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  for (let at = 0; at < size; at += 1) {
    let pivot = at;
    for (let row = at + 1; row < size; row += 1)
      if (Math.abs(rows[row]?.[at] ?? 0) > Math.abs(rows[pivot]?.[at] ?? 0)) pivot = row;
    const [one, other] = [rows[at], rows[pivot]];
    if (one === undefined || other === undefined) continue;
    rows[at] = other;
    rows[pivot] = one;
    const divisor = other[at] ?? 0;
    if (Math.abs(divisor) < 1e-12) continue;
    for (let row = 0; row < size; row += 1) {
      const line = rows[row];
      if (row === at || line === undefined) continue;
      const factor = (line[at] ?? 0) / divisor;
      if (factor !== 0)
        for (let column = at; column <= size; column += 1)
          line[column] = (line[column] ?? 0) - factor * (other[column] ?? 0);
    }
  }
  return rows.map((row, index) => ((row[index] ?? 0) === 0 ? 0 : (row[size] ?? 0) / (row[index] ?? 1)));
}

/** The share of right ones as a rising function of the raw probability, drawn towards the raw one where there are few examples. */
export function fitCalibration(points: readonly { readonly raw: number; readonly isRight: boolean }[]): Calibration {
  const sorted = [...points].sort((one, other) => one.raw - other.raw);
  const blocks: { raw: number; sum: number; count: number }[] = [];
  for (const { raw, isRight } of sorted) {
    blocks.push({ raw, sum: isRight ? 1 : 0, count: 1 });
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1];
      const before = blocks[blocks.length - 2];
      if (last === undefined || before === undefined || before.sum / before.count < last.sum / last.count) break;
      const count = before.count + last.count;
      blocks.splice(-2, 2, {
        raw: (before.raw * before.count + last.raw * last.count) / count,
        sum: before.sum + last.sum,
        count,
      });
    }
  }
  const shrunk = blocks
    .filter(({ count }) => count >= 3)
    .map(({ raw, sum, count }) => [raw, (sum + 2 * raw) / (count + 2)] as const);
  const rising: [number, number][] = [];
  for (const [raw, share] of shrunk) {
    const last = rising[rising.length - 1];
    rising.push([round(raw), round(Math.max(share, last?.[1] ?? 0))]);
  }
  const ends =
    rising.length === 0
      ? [[0, 0] as const, [1, 1] as const]
      : [[0, 0] as const, ...rising, [1, Math.max(0.99, rising.at(-1)?.[1] ?? 0)] as const];
  return ends.filter(([raw], index) => index === 0 || raw > (ends[index - 1]?.[0] ?? 0));
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
