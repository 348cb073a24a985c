/** Names and texts in DuckDB's SQL. Pure. */
import { quoted, standardString } from '../render-predicate.ts';

export const quoteIdentifier = (name: string): string => quoted(name, '"');
export const quoteLiteral = standardString;

export const tableName = (schema: string, name: string): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
