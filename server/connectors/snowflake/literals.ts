/** Names and constants in Snowflake's SQL. Pure. */
import { JoineryError } from '../../errors.ts';
import { quoted } from '../render-predicate.ts';

export const quoteIdentifier = (name: string): string => quoted(name, '"');

/** A backslash begins an escape in Snowflake's strings. */
export function textLiteral(text: string): string {
  if (text.includes('\0')) throw new JoineryError('internal', 'A text with a NUL character cannot stand in SQL.');
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
