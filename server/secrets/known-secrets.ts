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

/**
 * Remembers what the options of a connection hold of secrets: the options that its driver names, and the passwords of URLs. For a process
 * that is handed options which another one has read.
 */
export function rememberOptionSecrets(options: unknown, secretOptions: readonly string[], path = ''): void {
  const isSecret = secretOptions.some((secret) => path === secret || path.startsWith(`${secret}.`));
  if (typeof options === 'object' && options !== null) {
    for (const [key, value] of Object.entries(options)) {
      rememberOptionSecrets(value, secretOptions, path === '' ? key : `${path}.${key}`);
    }
  } else if (typeof options === 'string' || typeof options === 'number') {
    if (isSecret) rememberSecret(String(options));
    rememberUrlPassword(String(options));
  }
}

function rememberUrlPassword(text: string): void {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^\s]+)@/i.exec(text)?.[1];
  if (password === undefined) return;
  rememberSecret(password);
  try {
    rememberSecret(decodeURIComponent(password));
  } catch {
    // Not percent-encoded: the text as it stands is the password.
  }
}

export function redactKnown(text: string): string {
  return known.size === 0 ? text : redact(text, known);
}

export function redactKnownDeep(value: unknown): unknown {
  return known.size === 0 ? value : redactDeep(value, known);
}
