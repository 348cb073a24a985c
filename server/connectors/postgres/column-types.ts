/**
 * Whether a table still has the column types of the catalog: `numeric(12,2)` that became `numeric(12,6)` would otherwise be rounded on its way. Asked after the last row, in the same
 * transaction: the reading itself keeps the table from being altered, so what is true then was true all along.
 */
import { JoineryError } from '../../errors.ts';
import type { TableRequest } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import { quoteIdentifier } from './dialect.ts';

export function columnTypesSql({ table, columns }: TableRequest): string | undefined {
  if (columns.length === 0) return undefined;
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  return `SELECT json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, CASE WHEN t.typtype = 'd' THEN NULL ELSE a.atttypmod END)) AS types
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = pg_catalog.to_regclass(${standardString(name)}) AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attname IN (${columns.map((column) => standardString(column.name)).join(', ')})`;
}

/** Throws `source_changed` at the first column whose type is another now. */
export function checkColumnTypes({ table, columns }: TableRequest, answers: unknown, connection: string): void {
  const types = typesIn(answers);
  if (types === undefined) return;
  const changed = columns.find((column) => types[column.name] !== catalogType(column.sourceType));
  if (changed === undefined) return;
  throw new JoineryError('source_changed', `"${table.name}.${changed.name}" has another type than the catalog knew.`, {
    connection,
    hint: 'Refresh the catalog of this connection and run it again.',
  });
}

/** What `format_type` says of the column: introspection adds the collation, and to a domain's base type the domain. */
function catalogType(sourceType: string): string {
  const name = sourceType.replace(/ COLLATE "(?:[^"]|"")*"$/, '');
  return / \(domain (.*)\)$/s.exec(name)?.[1] ?? name;
}

function typesIn(answers: unknown): Readonly<Record<string, string>> | undefined {
  for (const answer of Array.isArray(answers) ? answers : [answers]) {
    const row: unknown = (answer as { rows?: unknown[] }).rows?.[0];
    if (typeof row !== 'object' || row === null || !('types' in row)) continue;
    return (row.types ?? {}) as Readonly<Record<string, string>>;
  }
  return undefined;
}
