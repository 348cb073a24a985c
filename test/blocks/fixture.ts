/** One engine over a real PostgreSQL, MariaDB and SQLite that hold the same awkward rows. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import mysql from 'mysql2/promise';
import type { Fetch, Pushdown } from '../../lib/contract/run.ts';
import type { Connector } from '../../server/connectors/connector.ts';
import { mysqlDriver } from '../../server/connectors/mysql/index.ts';
import { postgresDriver } from '../../server/connectors/postgres/index.ts';
import { sqliteDriver } from '../../server/connectors/sqlite/index.ts';
import { contextOf, engineOver, quietLog } from '../engine-over.ts';
import { startMariadb } from '../servers/mariadb.ts';
import { startPostgres } from '../servers/postgres.ts';

export interface Run {
  readonly rows: readonly (readonly unknown[])[];
  readonly columns: readonly string[];
  readonly fetches: readonly Fetch[];
  /** Why blocks stayed here, as the log tells. */
  readonly reasons: readonly string[];
}

export interface BlocksFixture {
  run(text: string, pushdown?: Pushdown): Promise<Run>;
  close(): Promise<void>;
}

const orders = [
  "(1, 10, 'new', '2026-01-01', 10.50, 'a')",
  "(2, 10, 'NEW', '2026-01-02', 20.00, 'A')",
  "(3, 11, 'new ', NULL, 0.01, NULL)",
  "(4, NULL, '', '2026-02-03', -7.25, '')",
  "(5, 12, NULL, '1999-12-31', NULL, 'ä')",
  "(6, 12, 'Äther', '2026-02-03', 9999999999.99, 'Z')",
  "(9007199254740993, 11, 'paid', '2026-02-04', 9999999999.99, 'b')",
  "(9223372036854775807, 13, 'paid', '2026-02-04', 1.00, 'back\u2216slash')",
];
const customers = ["(10, 'Ana', 'de')", "(11, 'ana', 'DE')", '(12, NULL, NULL)', "(14, 'Zoë', 'fr')"];
const insert = (table: string, rows: readonly string[]) => `INSERT INTO ${table} VALUES ${rows.join(', ')}`;

const postgresTables = [
  `CREATE COLLATION german (provider = icu, locale = 'de-DE')`,
  `CREATE TABLE customers (id int PRIMARY KEY, name text COLLATE german, country char(4))`,
  `CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int, status varchar(20) COLLATE german, ordered_on date, total numeric(12,2), note text, ratio double precision DEFAULT 0.1)`,
  insert('customers', customers),
  `INSERT INTO orders (id, customer_id, status, ordered_on, total, note) VALUES ${orders.join(', ')}`,
];
const mysqlTables = [
  `CREATE TABLE customers (id int PRIMARY KEY, name varchar(40), country char(4))`,
  `CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int, status varchar(20) COLLATE utf8mb4_general_ci, ordered_on date, total decimal(12,2), note varchar(20) COLLATE utf8mb4_nopad_bin, ratio double DEFAULT 0.1, INDEX (customer_id))`,
  insert('customers', customers),
  `INSERT INTO orders (id, customer_id, status, ordered_on, total, note) VALUES ${orders.join(', ')}`,
];
const sqliteTables = [
  `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, country TEXT)`,
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, status TEXT COLLATE NOCASE, ordered_on DATE, total DECIMAL(12,2), note TEXT, ratio REAL DEFAULT 0.1)`,
  insert('customers', customers),
  `INSERT INTO orders (id, customer_id, status, ordered_on, total, note) VALUES ${orders.join(', ')}`,
];

export async function blocksFixture(): Promise<BlocksFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-blocks-'));
  const [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  const client = await postgres.adminClient();
  for (const sql of postgresTables) await client.query(sql);
  const { host, port, user, password, database } = mariadb;
  const admin = await mysql.createConnection({ host, port, user, password, database, charset: 'utf8mb4' });
  for (const sql of mysqlTables) await admin.query(sql);
  await admin.end();
  const sqlitePath = path.join(folder, 'shop.db');
  const file = new DatabaseSync(sqlitePath);
  for (const sql of sqliteTables) file.exec(sql);
  file.close();

  const context = contextOf(folder);
  const connectors: Readonly<Record<string, Connector>> = {
    pg: postgresDriver.create(
      postgresDriver.optionsSchema.parse({
        host: postgres.host,
        port: postgres.port,
        user: postgres.user,
        password: postgres.password,
        database: postgres.database,
      }),
      context('pg'),
    ),
    my: mysqlDriver.create(mysqlDriver.optionsSchema.parse({ host, port, user, password, database }), context('my')),
    lite: sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: sqlitePath }), context('lite')),
  };
  let reasons: string[] = [];
  const engine = await engineOver(connectors, folder, {
    log: {
      ...quietLog,
      debug: (fields: object | string) => {
        if (typeof fields === 'object' && 'reason' in fields) reasons.push(String(fields.reason));
      },
    },
  });
  return {
    async run(text, pushdown) {
      reasons = [];
      return { ...(await engine.rows(text, pushdown)), reasons };
    },
    async close() {
      await engine.close();
      await client.end();
      await Promise.all([postgres.stop(), mariadb.stop()]);
    },
  };
}
