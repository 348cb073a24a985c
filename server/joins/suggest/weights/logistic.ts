/** Logistic models by named features. */
export interface LogisticModel {
  readonly bias: number;
  readonly weights: Readonly<Record<string, number>>;
}

export function logit(model: LogisticModel, features: Readonly<Record<string, number>>): number {
  let sum = model.bias;
  for (const [name, weight] of Object.entries(model.weights)) sum += weight * (features[name] ?? 0);
  return sum;
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
