/** Names as federated SQL (DuckDB's) wants them. */
import { sqlKeywords } from './sql-keywords.ts';

/** `name`, quoted only where DuckDB needs it. Upper case needs no quotes: DuckDB keeps it and compares without regard to case. */
export function quoteIfNeeded(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) && !sqlKeywords.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The shortest name of a table: `shop.orders` in the default schema, else `shop.audit.log`. */
export function sqlName(connection: string, schema: string, table: string, defaultSchema: string): string {
  const parts = schema === defaultSchema ? [connection, table] : [connection, schema, table];
  return parts.map(quoteIfNeeded).join('.');
}
