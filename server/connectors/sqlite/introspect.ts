/** Tables, views, columns, keys and estimates of the main schema. Runs in the reader process, before the authorizer closes PRAGMA. */
import type { DatabaseSync } from 'node:sqlite';
import type { ColumnInfo, ForeignKey, TableInfo } from '../connector.ts';
import { type CreateTableText, readCreateTable, readCreateViewComment } from './create-table-text.ts';
import type { Answers } from './reader-protocol.ts';
import { duckdbTypeOf } from './types.ts';

type Row = Readonly<Record<string, unknown>>;

interface ListedTable {
  readonly name: string;
  readonly kind: 'table' | 'view' | 'virtual';
  readonly hasRowid: boolean;
  readonly sql: string;
}

interface ListedColumn {
  readonly name: string;
  readonly declared: string;
  readonly notNull: boolean;
  readonly keyPosition: number;
}

interface Context {
  readonly database: DatabaseSync;
  readonly columnTypes: ReadonlyMap<string, string>;
  readonly encoding: string;
  readonly estimates: ReadonlyMap<string, number>;
  readonly untyped: { table: string; column: string }[];
}

export function introspect(
  database: DatabaseSync,
  facts: Answers['open'],
  columnTypes: Readonly<Record<string, string>>,
): Answers['introspect'] {
  const warnings: string[] = [];
  const context: Context = {
    database,
    columnTypes: new Map(Object.entries(columnTypes).map(([name, type]) => [name.toLowerCase(), type])),
    encoding: facts.encoding,
    estimates: statistics(database),
    untyped: [],
  };
  const tables: TableInfo[] = [];
  for (const listed of listTables(database)) {
    try {
      tables.push(readTable(context, listed));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown reason';
      warnings.push(`${listed.kind} ${listed.name} is left out: ${reason}`);
    }
  }
  for (const name of unusedOverrides(context, tables)) warnings.push(`columnTypes names ${name}, which does not exist`);
  return {
    serverLabel: `SQLite ${facts.version}`,
    defaultSchema: 'main',
    tables,
    warnings,
    untyped: context.untyped,
  };
}

function all(database: DatabaseSync, sql: string, ...values: string[]): Row[] {
  return database.prepare(sql).all(...values);
}

function listTables(database: DatabaseSync): ListedTable[] {
  const rows = all(
    database,
    `SELECT l.name, l.type, l.wr, s.sql FROM pragma_table_list AS l
     JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
     WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite!_%' ESCAPE '!'
     ORDER BY l.name`,
  );
  return rows.map((row) => ({
    name: String(row.name),
    kind: row.type === 'view' || row.type === 'virtual' ? row.type : 'table',
    hasRowid: row.type === 'table' && row.wr === 0,
    sql: String(row.sql ?? ''),
  }));
}

function readTable(context: Context, listed: ListedTable): TableInfo {
  const { database } = context;
  const columns = listColumns(database, listed.name);
  const text = listed.kind === 'table' ? readCreateTable(listed.sql) : undefined;
  const comment = listed.kind === 'view' ? readCreateViewComment(listed.sql) : text?.comment;
  const declaredByColumn = listed.kind === 'view' ? viewTypes(database, listed.name) : undefined;
  const primaryKey = columns.filter((column) => column.keyPosition > 0).sort((a, b) => a.keyPosition - b.keyPosition);
  return {
    schema: 'main',
    name: listed.name,
    kind: listed.kind === 'view' ? 'view' : 'table',
    ...(comment === undefined || comment === '' ? {} : { comment }),
    rowEstimate: listed.kind === 'table' ? estimateRows(context, listed) : undefined,
    columns: columns.map((column) => {
      const declared = declaredByColumn === undefined ? column.declared : declaredByColumn.get(column.name);
      if (declared === undefined && !context.columnTypes.has(keyOf(listed.name, column.name)))
        context.untyped.push({ table: listed.name, column: column.name });
      return columnInfo(context, listed, { ...column, declared: declared ?? '' }, text, primaryKey);
    }),
    primaryKey: primaryKey.map((column) => column.name),
    uniqueKeys: listed.kind === 'table' ? uniqueKeys(database, listed.name) : [],
    foreignKeys: listed.kind === 'table' ? foreignKeys(database, listed.name) : [],
  };
}

const keyOf = (table: string, column: string) => `${table}.${column}`.toLowerCase();

function listColumns(database: DatabaseSync, table: string): ListedColumn[] {
  // hidden: 0 ordinary, 1 hidden column of a virtual table, 2 and 3 generated.
  return all(database, 'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', table)
    .filter((row) => row.hidden !== 1)
    .map((row) => ({
      name: String(row.name),
      declared: String(row.type ?? ''),
      notNull: row.notnull === 1,
      keyPosition: Number(row.pk),
    }));
}

/** Declared types of a view's columns; expressions have none. Throws if the view is broken. */
function viewTypes(database: DatabaseSync, view: string): ReadonlyMap<string, string> {
  const columns = database.prepare(`SELECT * FROM "${view.replaceAll('"', '""')}"`).columns();
  return new Map(columns.flatMap((column) => (column.type === null ? [] : [[column.name, column.type]])));
}

function columnInfo(
  context: Context,
  listed: ListedTable,
  column: ListedColumn,
  text: CreateTableText | undefined,
  primaryKey: readonly ListedColumn[],
): ColumnInfo {
  const type = context.columnTypes.get(keyOf(listed.name, column.name)) ?? duckdbTypeOf(column.declared);
  const written = text?.columns.get(column.name.toLowerCase());
  const isRowid =
    listed.hasRowid && primaryKey.length === 1 && column.keyPosition > 0 && /^INTEGER$/i.test(column.declared);
  const isBinary =
    listed.kind === 'table' &&
    context.encoding === 'UTF-8' &&
    written !== undefined &&
    (written.collation ?? 'BINARY') === 'BINARY';
  return {
    name: column.name,
    sourceType: column.declared,
    type,
    nullable: !column.notNull && !isRowid && !(listed.kind === 'table' && !listed.hasRowid && column.keyPosition > 0),
    comment: written?.comment || undefined,
    ...(type === 'VARCHAR' ? { collation: isBinary ? 'binary' : 'other' } : {}),
  };
}

function uniqueKeys(database: DatabaseSync, table: string): string[][] {
  const indexes = all(
    database,
    `SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0 AND origin <> 'pk' ORDER BY seq DESC`,
    table,
  );
  return indexes
    .map((index) => all(database, 'SELECT name FROM pragma_index_info(?) ORDER BY seqno', String(index.name)))
    .filter((columns) => columns.every((column) => column.name !== null))
    .map((columns) => columns.map((column) => String(column.name)));
}

function foreignKeys(database: DatabaseSync, table: string): ForeignKey[] {
  const rows = all(
    database,
    'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    table,
  );
  const byId = Map.groupBy(rows, (row) => row.id);
  return [...byId.values()].map((members) => {
    const targetTable = String(members[0]?.table);
    const named = members.flatMap((row) => (row.to === null ? [] : [String(row.to)]));
    return {
      columns: members.map((row) => String(row.from)),
      targetSchema: 'main',
      targetTable,
      targetColumns: named.length === members.length ? named : primaryKeyOf(database, targetTable),
    };
  });
}

function primaryKeyOf(database: DatabaseSync, table: string): string[] {
  return all(database, 'SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', table).map((row) =>
    String(row.name),
  );
}

/** What ANALYZE left: the first number of `stat` is the table's rows. */
function statistics(database: DatabaseSync): Map<string, number> {
  const exists = all(database, `SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'`).length > 0;
  const estimates = new Map<string, number>();
  if (!exists) return estimates;
  for (const row of all(database, 'SELECT tbl, stat FROM sqlite_stat1')) {
    const rows = Number.parseInt(String(row.stat), 10);
    if (Number.isFinite(rows)) estimates.set(String(row.tbl), Math.max(rows, estimates.get(String(row.tbl)) ?? 0));
  }
  return estimates;
}

/** ANALYZE's figure, else the span of rowids, which costs two steps down the tree whatever the size. */
function estimateRows(context: Context, listed: ListedTable): number | undefined {
  const known = context.estimates.get(listed.name);
  if (known !== undefined || !listed.hasRowid) return known;
  const name = `"${listed.name.replaceAll('"', '""')}"`;
  const statement = context.database.prepare(
    `SELECT (SELECT max(rowid) FROM ${name}) - (SELECT min(rowid) FROM ${name}) + 1 AS span`,
  );
  statement.setReadBigInts(true);
  const span = statement.get()?.span;
  if (typeof span === 'bigint') return Number(span);
  return typeof span === 'number' ? undefined : 0;
}

function unusedOverrides(context: Context, tables: readonly TableInfo[]): string[] {
  const known = new Set(tables.flatMap((table) => table.columns.map((column) => keyOf(table.name, column.name))));
  return [...context.columnTypes.keys()].filter((name) => !known.has(name));
}
