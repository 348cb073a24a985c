/** What stands where a secret stood. */
export const REDACTED = '[secret]';

/** Secrets shorter than this are only removed where they are the whole text: inside words they would garble every line. */
export const SHORTEST_REDACTED = 4;

/** The forms in which a secret can appear: as it is, inside JSON, inside a URL. */
function formsOf(secret: string): string[] {
  const wellFormed = secret.toWellFormed();
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed), encodeURI(wellFormed)];
}

/** `text` without any of the `secrets`, longest first, so that a secret which contains another leaves nothing behind. */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret !== '' && text === secret) return REDACTED;
    if (secret.length >= SHORTEST_REDACTED) for (const form of formsOf(secret)) forms.add(form);
  }
  let clean = text;
  for (const form of [...forms].sort((a, b) => b.length - a.length)) {
    if (clean.includes(form)) clean = clean.replaceAll(form, () => REDACTED);
  }
  return clean;
}

/** The same for a whole value: strings in lists and plain objects, to any depth; numbers and the rest are left as they are. */
export function redactDeep(value: unknown, secrets: Iterable<string>, depth = 0): unknown {
  const known = [...secrets];
  if (typeof value === 'string') return redact(value, known);
  if (typeof value !== 'object' || value === null || depth > 8) return value;
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, known, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactDeep(item, known, depth + 1)]));
}
