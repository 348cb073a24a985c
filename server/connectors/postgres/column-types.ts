/**
 * Whether a table still has the column types of the catalog: `numeric(12,2)` that became `numeric(12,6)` would otherwise be rounded on its way; and still the NOT NULL that the answer rests on. Asked after the last row, in the same
 * transaction: the reading itself keeps the table from being altered, so what is true then was true all along.
 */
import { JoineryError } from '../../errors.ts';
import type { TableRequest } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import { quoteIdentifier } from './dialect.ts';
import { holdsNoNull } from './introspect-queries.ts';

export function columnTypesSql({ table, columns, neverNull = [] }: TableRequest): string | undefined {
  const names = [...new Set([...columns, ...neverNull].map(({ name }) => standardString(name)))];
  if (names.length === 0) return undefined;
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  return `SELECT json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, CASE WHEN t.typtype = 'd' THEN NULL ELSE a.atttypmod END)) AS types,
      json_object_agg(a.attname, ${holdsNoNull}) AS never_null
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = pg_catalog.to_regclass(${standardString(name)}) AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attname IN (${names.join(', ')})`;
}

/** Throws `source_changed` at the first column whose type is another now, or that may be NULL now and must not. */
export function checkColumnTypes(
  { table, columns, neverNull = [] }: TableRequest,
  answers: unknown,
  connection: string,
): void {
  const now = attributesIn(answers);
  if (now === undefined) return;
  const changed = (column: string, what: string): JoineryError =>
    new JoineryError('source_changed', `"${table.name}.${column}" ${what}.`, {
      connection,
      hint: 'Refresh the catalog of this connection and run it again.',
    });
  const retyped = columns.find(({ name, sourceType }) => now.types[name] !== catalogType(sourceType));
  if (retyped !== undefined) throw changed(retyped.name, 'has another type than the catalog knew');
  const nullable = neverNull.find(({ name }) => now.neverNull[name] !== true);
  if (nullable !== undefined) throw changed(nullable.name, 'may be NULL now, which the catalog did not know');
}

/** What `format_type` says of the column: introspection adds the collation, and to a domain's base type the domain. */
function catalogType(sourceType: string): string {
  const name = sourceType.replace(/ COLLATE "(?:[^"]|"")*"$/, '');
  return / \(domain (.*)\)$/s.exec(name)?.[1] ?? name;
}

interface Attributes {
  readonly types: Readonly<Record<string, string>>;
  readonly neverNull: Readonly<Record<string, boolean>>;
}

function attributesIn(answers: unknown): Attributes | undefined {
  for (const answer of Array.isArray(answers) ? answers : [answers]) {
    const row: unknown = (answer as { rows?: unknown[] }).rows?.[0];
    if (typeof row !== 'object' || row === null || !('types' in row)) continue;
    const { types, never_null: neverNull } = row as {
      types: Attributes['types'] | null;
      never_null: Attributes['neverNull'] | null;
    };
    return { types: types ?? {}, neverNull: neverNull ?? {} };
  }
  return undefined;
}
