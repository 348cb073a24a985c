/** Names and constants in GoogleSQL. Pure. */
import { JoineryError } from '../../errors.ts';

/** `` `name` ``, with GoogleSQL's backslash escapes. */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw new JoineryError('internal', 'A name with a NUL character cannot stand in SQL.');
  return `\`${escaped(name, '`')}\``;
}

/** A text: everything that could end it or begin an escape is escaped. */
export function textLiteral(text: string): string {
  if (text.includes('\0')) throw new JoineryError('internal', 'A text with a NUL character cannot stand in SQL.');
  return `'${escaped(text, "'")}'`;
}

function escaped(text: string, quote: "'" | '`'): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
