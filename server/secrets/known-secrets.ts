/**
 * The secret values that this process has read, so that its log, its answers and its reports can leave them out. Values only ever go in;
 * nothing reads them back except to remove them from a text.
 */
import { redact, redactDeep } from './redact.ts';

const known = new Set<string>();

export function rememberSecret(value: string): void {
  if (value !== '') known.add(value);
}

export function redactKnown(text: string): string {
  return known.size === 0 ? text : redact(text, known);
}

export function redactKnownDeep(value: unknown): unknown {
  return known.size === 0 ? value : redactDeep(value, known);
}
