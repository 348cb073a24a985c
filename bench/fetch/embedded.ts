/**
 * Fetch speed of sources without a server: `node bench/fetch/embedded.ts [--rows 1000000] [--rounds 3]`. One table of three columns in a SQLite file, a DuckDB file and files of each format; Joinery's
 * whole statement over all rows and columns against the source's own client reading the same and throwing it away, alternating. Prints medians and their ratios.
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { duckdbDriver } from '../../server/connectors/duckdb/index.ts';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { sqliteDriver } from '../../server/connectors/sqlite/index.ts';
import { contextOf, engineOver } from '../../test/engine-over.ts';
import { compare, printHead } from './compare.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const folder = await mkdtemp(path.join(tmpdir(), 'joinery-bench-embedded-'));
const at = (name: string) => path.join(folder, name);
await mkdir(at('web'));

const instance = await DuckDBInstance.create(at('sales.duckdb'));
const writer = await instance.connect();
await writer.run(
  `CREATE TABLE measured AS SELECT range + 1 AS id, (range * 7 % 100000 / 100)::DECIMAL(10,2) AS amount, 'label ' || range % 1000 AS label FROM range(${rows})`,
);
for (const [ending, format] of [
  ['csv', 'csv, HEADER true'],
  ['parquet', 'parquet'],
  ['jsonl', 'json'],
])
  await writer.run(`COPY measured TO '${at(`web/${ending}_measured.${ending}`)}' (FORMAT ${format})`);
writer.closeSync();
instance.closeSync();
const sqlite = new Database(at('crm.sqlite'));
sqlite.exec('CREATE TABLE measured (id INTEGER PRIMARY KEY, amount DECIMAL(10,2), label TEXT)');
const insert = sqlite.prepare('INSERT INTO measured VALUES (?, ?, ?)');
sqlite.transaction(() => {
  for (let id = 1; id <= rows; id += 1) insert.run(id, ((id * 7) % 100_000) / 100, `label ${id % 1000}`);
})();
sqlite.close();

/** DuckDB's own client: every chunk is fetched and dropped. */
async function drainDuckdb(file: string | undefined, sql: string): Promise<void> {
  const own = await DuckDBInstance.create(file ?? ':memory:', file === undefined ? {} : { access_mode: 'READ_ONLY' });
  const connection = await own.connect();
  const result = await connection.stream(sql);
  let seen = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    seen += chunk.rowCount;
  connection.closeSync();
  own.closeSync();
  if (seen !== rows) throw new Error(`The client saw ${seen} rows.`);
}

async function drainSqlite(): Promise<void> {
  const own = new Database(at('crm.sqlite'), { readonly: true });
  let seen = 0;
  for (const _row of own.prepare('SELECT * FROM measured').raw().iterate()) seen += 1;
  own.close();
  if (seen !== rows) throw new Error(`The client saw ${seen} rows.`);
}

const context = contextOf(folder);
const engine = await engineOver(
  {
    crm: sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: 'crm.sqlite' }), context('crm')),
    sales: duckdbDriver.create(duckdbDriver.optionsSchema.parse({ path: 'sales.duckdb' }), context('sales')),
    web: filesDriver.create(filesDriver.optionsSchema.parse({ path: 'web' }), context('web')),
  },
  folder,
);
const cases: readonly (readonly [string, string, () => Promise<void>])[] = [
  ['SQLite', 'crm.measured', drainSqlite],
  ['DuckDB', 'sales.measured', () => drainDuckdb(at('sales.duckdb'), 'FROM measured')],
  ['CSV', 'web.csv_measured', () => drainDuckdb(undefined, `FROM read_csv('${at('web/csv_measured.csv')}')`)],
  ['Parquet', 'web.parquet_measured', () => drainDuckdb(undefined, `FROM '${at('web/parquet_measured.parquet')}'`)],
  [
    'JSON lines',
    'web.jsonl_measured',
    () => drainDuckdb(undefined, `FROM read_json('${at('web/jsonl_measured.jsonl')}')`),
  ],
];

printHead(rows);
for (const [source, table, drain] of cases) await compare({ source, table, drain }, { engine, rows, rounds });
await engine.close();
