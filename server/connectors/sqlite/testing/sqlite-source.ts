/** A SQLite file in a folder of its own, with a connector on it and a second, writing hand for the tests. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ConformanceSource, TableSpec } from '../../conformance/definition.ts';
import type { Connector } from '../../connector.ts';
import { quoteIdentifier } from '../dialect.ts';
import { sqliteDriver } from '../index.ts';

export const quietLog = { debug() {}, info() {}, warn() {} };

export interface SqliteSource extends ConformanceSource {
  readonly path: string;
  /** Writes, in WAL mode: a reader does not keep it waiting. */
  readonly writer: DatabaseSync;
  connect(options?: Record<string, unknown>): Connector;
}

export async function startSqliteSource(): Promise<SqliteSource> {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-sqlite-'));
  const path = join(folder, 'source.sqlite');
  const writer = new DatabaseSync(path);
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  const connectors: Connector[] = [];
  const connect = (options: Record<string, unknown> = {}) => {
    const connector = sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: 'source.sqlite', ...options }), {
      id: 'crm',
      baseDir: folder,
      log: quietLog,
    });
    connectors.push(connector);
    return connector;
  };
  return {
    path,
    writer,
    connect,
    connector: connect(),
    schema: 'main',
    createTable: async (table) => createTable(writer, table),
    dropTable: async (name) => writer.exec(`DROP TABLE ${quoteIdentifier(name)}`),
    addRow: async (table, literals) =>
      writer.exec(`INSERT INTO ${quoteIdentifier(table)} VALUES (${literals.join(', ')})`),
    createNumbers: async (table, count) => {
      writer.exec(`CREATE TABLE ${quoteIdentifier(table)} (id INTEGER PRIMARY KEY);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
        INSERT INTO ${quoteIdentifier(table)} SELECT i FROM n`);
    },
    fingerprint: async () => JSON.stringify(writer.prepare('SELECT * FROM sqlite_schema').all()) + changes(writer),
    runningStatements: async () =>
      readers()
        .filter(({ isBusy }) => isBusy)
        .map(({ pid }) => String(pid)),
    killConnections: async () => {
      for (const { pid } of readers()) process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      for (const connector of connectors) await connector.close();
      writer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Changes of the file by anybody; SQLite counts them. */
const changes = (writer: DatabaseSync) => JSON.stringify(writer.prepare('PRAGMA data_version').get());

function createTable(writer: DatabaseSync, table: TableSpec): void {
  const lines = table.columns.map(
    (column) =>
      [`${quoteIdentifier(column.name)} ${column.type}${column.notNull ? ' NOT NULL' : ''}`, column.comment] as const,
  );
  const constraints: (readonly [string, undefined])[] = [];
  if (table.primaryKey)
    constraints.push([`PRIMARY KEY (${table.primaryKey.map(quoteIdentifier).join(', ')})`, undefined]);
  if (table.unique) constraints.push([`UNIQUE (${table.unique.map(quoteIdentifier).join(', ')})`, undefined]);
  if (table.foreignKey) {
    const { column, targetTable, targetColumn } = table.foreignKey;
    constraints.push([
      `FOREIGN KEY (${quoteIdentifier(column)}) REFERENCES ${quoteIdentifier(targetTable)} (${quoteIdentifier(targetColumn)})`,
      undefined,
    ]);
  }
  const body = [...lines, ...constraints].map(
    ([sql, comment], index, all) => `  ${sql}${index < all.length - 1 ? ',' : ''}${comment ? ` -- ${comment}` : ''}\n`,
  );
  const comment = table.comment === undefined ? '' : ` -- ${table.comment}`;
  writer.exec(`CREATE TABLE ${quoteIdentifier(table.name)} (${comment}\n${body.join('')})`);
  for (const row of table.rows) writer.exec(`INSERT INTO ${quoteIdentifier(table.name)} VALUES (${row.join(', ')})`);
}

/** Reader processes that this test process has started. */
function readers(): { readonly pid: number; readonly isBusy: boolean }[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) !== process.pid || !command?.includes('reader-process.ts')) return [];
    return [{ pid: Number(pid), isBusy: /^[RD]/.test(state ?? '') }];
  });
}
