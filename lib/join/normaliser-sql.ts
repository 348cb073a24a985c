/**
 * Normalisers as plain DuckDB expressions. There is no second implementation in JavaScript: DuckDB's rules (its regular expressions, casts and
 * case mapping) decide, so examples of what a normaliser does come from the server.
 */
import type { KeySide, Normaliser } from '../contract/join.ts';
import { quoteIfNeeded } from '../sql/sql-name.ts';
import { nameOf, tokenize } from '../sql/tokens.ts';
import { textLiteral } from './literal.ts';
import { isVarchar } from './types.ts';

/** An expression with its DuckDB type. */
export interface TypedSql {
  readonly sql: string;
  readonly type: string;
}

const TEXT = 'VARCHAR';

/** `value` with one normaliser applied. */
export function normaliserSql(normaliser: Normaliser, value: TypedSql): TypedSql {
  switch (normaliser.kind) {
    case 'cast':
      return normaliser.type === TEXT
        ? { sql: `CAST(${value.sql} AS VARCHAR)`, type: TEXT }
        : { sql: `TRY_CAST(${value.sql} AS ${normaliser.type})`, type: normaliser.type };
    case 'date':
      return { sql: `CAST(TRY_CAST(${value.sql} AS TIMESTAMP) AS DATE)`, type: 'DATE' };
    case 'date_part':
      return { sql: `date_part('${normaliser.part}', TRY_CAST(${value.sql} AS TIMESTAMP))`, type: 'BIGINT' };
    case 'expression':
      // What it gives is not known without asking DuckDB; as text it can be joined to any other expression.
      return { sql: `(${replaceValue(normaliser.sql, value.sql)})`, type: 'UNKNOWN' };
    default:
      return { sql: textNormaliser(normaliser, asText(value)), type: TEXT };
  }
}

/** A side of a key: its column with all normalisers applied. */
export function keySideSql(side: Pick<KeySide, 'normalisers'>, column: TypedSql): TypedSql {
  return side.normalisers.reduce<TypedSql>((value, normaliser) => normaliserSql(normaliser, value), column);
}

export const columnSql = (input: string, column: string): string => `${quoteIfNeeded(input)}.${quoteIfNeeded(column)}`;

const asText = ({ sql, type }: TypedSql): string => (isVarchar(type) ? sql : `CAST(${sql} AS VARCHAR)`);

type TextNormaliser = Exclude<Normaliser, { kind: 'cast' | 'date' | 'date_part' | 'expression' }>;

function textNormaliser(normaliser: TextNormaliser, value: string): string {
  switch (normaliser.kind) {
    case 'trim':
      return `trim(${value})`;
    case 'lower':
      return `lower(${value})`;
    case 'upper':
      return `upper(${value})`;
    case 'nfc':
      return `nfc_normalize(${value})`;
    case 'collapse_spaces':
      return `regexp_replace(${value}, '\\s+', ' ', 'g')`;
    case 'strip_zeros':
      return `regexp_replace(${value}, '^0+(.)', '\\1')`;
    case 'zero_pad':
      return `format('{:0>${normaliser.length}}', ${value})`;
    case 'strip_punct':
      return `regexp_replace(${value}, '[^\\p{L}\\p{N}\\s]', '', 'g')`;
    case 'digits':
      return `regexp_replace(${value}, '[^0-9]', '', 'g')`;
    case 'letters':
      return `regexp_replace(${value}, '[^\\p{L}]', '', 'g')`;
    case 'strip_parens':
      return `regexp_replace(${value}, '\\s*\\([^()]*\\)', '', 'g')`;
    case 'strip_prefix':
      return `regexp_replace(${value}, ${textLiteral(`^${escapeRegex(normaliser.text)}`)}, '')`;
    case 'strip_suffix':
      return `regexp_replace(${value}, ${textLiteral(`${escapeRegex(normaliser.text)}$`)}, '')`;
    case 'before':
      return `split_part(${value}, ${textLiteral(normaliser.text)}, 1)`;
    case 'after':
      return `regexp_replace(${value}, ${textLiteral(`(?s)^.*?${escapeRegex(normaliser.text)}`)}, '')`;
  }
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The text that `escapeRegex` was given; undefined if `pattern` is more than a plain text. */
export function unescapeRegex(pattern: string): string | undefined {
  const text = pattern.replace(/\\([\\^$.*+?()[\]{}|])/g, '$1');
  return escapeRegex(text) === pattern ? text : undefined;
}

/** Own expressions name the value as `value`; strings, quoted names and comments stay. */
function replaceValue(sql: string, by: string): string {
  let written = '';
  let at = 0;
  for (const token of tokenize(sql)) {
    if (token.kind !== 'word' || nameOf(sql, token).toLowerCase() !== 'value') continue;
    written += sql.slice(at, token.start) + by;
    at = token.end;
  }
  return written + sql.slice(at);
}
