/**
 * The catalog of a system that only speaks PostgreSQL's protocol. PostgreSQL's own catalogs tell more, so they are asked first; where they are not there in
 * full (Redshift lacks functions, columns and types of them), the views of the standard, `information_schema`, give schemas, tables, columns and types.
 */
import type pg from 'pg';
import type { ColumnInfo, ConnectionTest, ConnectorContext, Introspection, TableInfo } from '../connector.ts';
import { testAccount } from './account.ts';
import { introspect } from './introspect.ts';
import { postgresType } from './types.ts';

export function introspectCompatible(
  client: pg.Client,
  defaultSchema: string,
  context: ConnectorContext,
): Promise<Introspection> {
  return whereRefused(
    client,
    () => introspect(client, defaultSchema),
    (code) => {
      context.log.info(
        `${context.id}: the server lacks parts of PostgreSQL's catalogs (${code}), so its tables are read from information_schema, without keys, comments and estimates.`,
      );
      return introspectStandard(client, defaultSchema);
    },
  );
}

/** What the account may do is not asked where the server cannot tell: it then counts as one that could write. */
export function testCompatible(client: pg.Client, schema: string): Promise<ConnectionTest> {
  return whereRefused(
    client,
    () => testAccount(client, schema),
    async () => {
      const startedAt = performance.now();
      const serverLabel = await serverLabelOf(client);
      const advice =
        'Nothing is certain here: this server does not tell what an account may do. Best is one that was granted nothing but SELECT.';
      return { serverLabel, roundTripMs: performance.now() - startedAt, account: { canWrite: true, advice } };
    },
  );
}

async function whereRefused<Answer>(
  client: pg.Client,
  ask: () => Promise<Answer>,
  instead: (code: string) => Promise<Answer>,
): Promise<Answer> {
  await client.query('SAVEPOINT joinery_catalog').catch(() => {});
  let code: string;
  try {
    return await ask();
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    code = thrown.code;
  }
  // Where there are no savepoints, what failed ends the transaction.
  await client
    .query('ROLLBACK TO SAVEPOINT joinery_catalog')
    .catch(() => client.query('ROLLBACK').then(() => client.query('BEGIN READ ONLY')));
  return instead(code);
}

/** The server's answer to a statement that it does not take; not a broken connection, nor a query that was stopped. */
const isRefusal = (thrown: unknown): thrown is Error & { readonly code: string } => {
  const { code } = thrown as { readonly code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(?:57|08|53|58)/.test(code);
};

const tablesQuery = `
  SELECT table_schema, table_name, table_type FROM information_schema.tables
  WHERE table_schema NOT IN ('information_schema', 'pg_catalog', 'pg_internal', 'crdb_internal', 'mz_catalog', 'mz_internal')
  ORDER BY table_schema, table_name`;

const columnsQuery = `
  SELECT table_schema, table_name, column_name, is_nullable, data_type, udt_name,
    character_maximum_length, numeric_precision, numeric_scale
  FROM information_schema.columns ORDER BY table_schema, table_name, ordinal_position`;

interface ColumnRow {
  readonly table_schema: string;
  readonly table_name: string;
  readonly column_name: string;
  readonly is_nullable: string;
  readonly data_type: string;
  readonly udt_name: string | null;
  readonly character_maximum_length: number | null;
  readonly numeric_precision: number | null;
  readonly numeric_scale: number | null;
}

type Table = Omit<TableInfo, 'columns'> & { readonly columns: ColumnInfo[] };

async function introspectStandard(client: pg.Client, defaultSchema: string): Promise<Introspection> {
  const serverLabel = await serverLabelOf(client);
  const tables = new Map<string, Table>();
  const key = (schema: string, name: string) => JSON.stringify([schema, name]);
  type TableRow = { readonly table_schema: string; readonly table_name: string; readonly table_type: string };
  for (const { table_schema: schema, table_name: name, table_type } of (await client.query<TableRow>(tablesQuery))
    .rows) {
    tables.set(key(schema, name), {
      schema,
      name,
      kind: table_type === 'VIEW' ? 'view' : 'table',
      columns: [],
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
    });
  }
  for (const row of (await client.query<ColumnRow>(columnsQuery)).rows)
    tables.get(key(row.table_schema, row.table_name))?.columns.push(columnOf(row));
  return { serverLabel, defaultSchema, tables: [...tables.values()] };
}

/** How texts are compared is not known here, so `collation` is left out: filters on them then go only where the source may keep more. */
function columnOf(row: ColumnRow): ColumnInfo {
  const sourceType = typeText(row);
  const nullable = row.is_nullable !== 'NO';
  return { name: row.column_name, sourceType, type: postgresType(sourceType).duckType, nullable };
}

/** PostgreSQL's short names of the elements of arrays. */
const elementNames: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  varchar: 'character varying',
  bpchar: 'character',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
};

/** As `format_type` writes it. */
function typeText(row: ColumnRow): string {
  const { data_type: name, udt_name, character_maximum_length: length, numeric_precision: digits } = row;
  if (name === 'ARRAY') {
    const element = (udt_name ?? '').replace(/^_/, '');
    return `${elementNames[element] ?? element}[]`;
  }
  if (name === 'USER-DEFINED') return udt_name ?? name;
  if (name === 'numeric' && digits !== null) return `numeric(${digits},${row.numeric_scale ?? 0})`;
  return length === null || !/^(?:character|bit)/.test(name) ? name : `${name}(${length})`;
}

/** `PostgreSQL 8.0.2 on ..., Redshift 1.0.63269`, `CockroachDB CCL v24.1.0 (...)`. */
async function serverLabelOf(client: pg.Client): Promise<string> {
  const version = (await client.query<{ version: string }>('SELECT version() AS version')).rows[0]?.version ?? '';
  const named = /(Redshift|Materialize|CockroachDB(?: [A-Z]+)?|PostgreSQL) v?(\d[\w.]*)/g;
  const found = [...version.matchAll(named)].at(-1);
  return found === undefined ? version.slice(0, 60) : `${found[1]} ${found[2]}`;
}
