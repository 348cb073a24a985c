/**
 * The secret values that this process has read, so that its log, its answers and its reports can leave them out. Values only ever go in;
 * nothing reads them back except to remove them from a text.
 */
import { redact, redactDeep } from './redact.ts';

// Kept on the process, not in the module: page bundles hold a copy of this module, and they too must leave secrets out.
const KEY = Symbol.for('joinery.known-secrets');
const holder = globalThis as { [KEY]?: Set<string> };
holder[KEY] ??= new Set<string>();
const known: Set<string> = holder[KEY];

export function rememberSecret(value: string): void {
  if (value !== '') known.add(value);
}

export function redactKnown(text: string): string {
  return known.size === 0 ? text : redact(text, known);
}

export function redactKnownDeep(value: unknown): unknown {
  return known.size === 0 ? value : redactDeep(value, known);
}
