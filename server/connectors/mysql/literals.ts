/** Texts of names and constants in MySQL's SQL. Pure. */
import { quoted } from '../render-predicate.ts';

export const quoteIdentifier = (name: string): string => quoted(name, '`');

/**
 * A text constant that means the same under every sql_mode: backslashes (an escape or a letter, by mode) and control characters go as
 * hexadecimal.
 */
export function textLiteral(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\\\u0000-\u001f\u007f]/.test(text)) return `_utf8mb4 x'${Buffer.from(text, 'utf8').toString('hex')}'`;
  return `'${text.replaceAll("'", "''")}'`;
}
