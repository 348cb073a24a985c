/** Options as they may be shown: as written, but of a secret only its reference, or that one is kept. */
import { optionAt, withOption } from './option-paths.ts';
import { isReference } from './references.ts';

export function shownOptions(
  options: Readonly<Record<string, unknown>>,
  secretOptions: readonly string[],
): Record<string, unknown> {
  let shown = hideUrlPasswords(options) as Record<string, unknown>;
  for (const path of secretOptions) {
    const value = optionAt(options, path);
    if (value === undefined) continue;
    shown = withOption(shown, path, shownSecret(value));
  }
  return shown;
}

function shownSecret(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  return typeof value === 'string' && isReference(value) ? value : { isKept: true };
}

/** A URL in an option that is no secret by itself may still carry one. */
function hideUrlPasswords(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/\s:@]*):[^\s]+@/i, '$1:[secret]@');
  if (Array.isArray(value)) return value.map(hideUrlPasswords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hideUrlPasswords(item)]));
}
