/** The join service over real sources: a SQLite file and a folder of CSV files, each with keys that need care. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type OpenEngine, openEngine } from '../../../cli/open-engine.ts';
import { openJoins } from '../../../cli/open-joins.ts';
import type { InputSource, JoinDocument, JoinKey, JoinType, Normaliser } from '../../../lib/contract/join.ts';
import type { XrayFrame } from '../../../lib/contract/join-xray.ts';
import { loadConfig } from '../../config/load-config.ts';
import { createLog } from '../../log.ts';
import type { JoinService } from '../../workbench.ts';

/** orders: 8 rows; C-00001 three times, C-00002 twice, one number that is none, one without an account, one NULL. */
const orders = [
  [1, '1', 10.5],
  [2, '1', 20],
  [3, '1', 5],
  [4, '2', 7],
  [5, '2', 1],
  [6, 'none', 2],
  [7, '9', 3],
  [8, null, 4],
] as const;

/** accounts: 5 rows; 2 is there twice, 5 has no order, one is NULL. */
const accounts = `account_id,customer_ref,owner
1,C-00001,Ana
2,C-00002,Ben
3,C-00002,Bea
4,C-00005,Cid
5,,Dan
`;

export interface JoinsFixture {
  readonly joins: JoinService;
  readonly session: OpenEngine;
  readonly folder: string;
  /** Every frame of an X-ray. */
  frames(document: JoinDocument, step?: number): Promise<XrayFrame[]>;
  /** The rows of a statement through the engine. */
  count(sql: string): Promise<number>;
  close(): Promise<void>;
}

export async function startJoins(
  connections = '',
  files: Readonly<Record<string, string>> = {},
): Promise<JoinsFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-joins-'));
  const shop = new DatabaseSync(path.join(folder, 'shop.sqlite'));
  shop.exec(`CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_no TEXT, total REAL);
    CREATE TABLE empty (customer_no TEXT);
    CREATE TABLE nulls (customer_no TEXT);
    INSERT INTO nulls VALUES (NULL), (NULL);
    CREATE TABLE big (n INTEGER PRIMARY KEY, same INTEGER);
    WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 6000) INSERT INTO big SELECT i, 7 FROM s;
    CREATE TABLE half (n INTEGER PRIMARY KEY);
    INSERT INTO half SELECT n FROM big WHERE n <= 3000`);
  const insert = shop.prepare('INSERT INTO orders VALUES (?, ?, ?)');
  for (const row of orders) insert.run(...row);
  shop.close();
  await mkdir(path.join(folder, 'crm'));
  await writeFile(path.join(folder, 'crm', 'accounts.csv'), accounts);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const configPath = path.join(folder, 'config.yaml');
  await writeFile(
    configPath,
    `connections:\n  shop: { driver: sqlite, path: ./shop.sqlite }\n  crm: { driver: files, path: ./crm }\n${connections}`,
  );
  const config = await loadConfig(configPath, {});
  const session = await openEngine({ ...config, dataDir: path.join(folder, 'data') }, createLog('error'));
  const joins = openJoins(session, 60_000, 60_000);
  const signal = new AbortController().signal;
  return {
    joins,
    session,
    folder,
    async frames(document, step = 0) {
      const frames: XrayFrame[] = [];
      for await (const frame of joins.xray(document, step, signal)) frames.push(structuredClone(frame));
      return frames;
    },
    async count(sql) {
      const resultPath = path.join(session.folder, `${crypto.randomUUID()}.duckdb`);
      const request = {
        runId: crypto.randomUUID(),
        text: sql,
        target: 'federated',
        rowLimit: null,
        pushdown: 'safe' as const,
        resultPath,
      };
      return (await session.engine.run(request, signal, () => {})).rows;
    },
    async close() {
      await session.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const table = (connection: string, name: string, schema = 'main'): InputSource => ({
  kind: 'table',
  connection,
  schema,
  table: name,
});

/** Two inputs and keys written `['customer_no', 'customer_ref', operator?, normalisers of the right?]`. */
export function join(
  left: InputSource,
  right: InputSource,
  keys: readonly (readonly [string, string, JoinKey['operator']?, Normaliser[]?, Normaliser[]?])[],
  type: JoinType = 'inner',
): JoinDocument {
  return {
    version: 1,
    inputs: [
      { alias: 'a', source: left, filters: [] },
      { alias: 'b', source: right, filters: [] },
    ],
    steps: [
      {
        kind: 'join',
        type,
        keys: keys.map(([one, other, operator = '=', right = [], before = []]) => ({
          left: { input: 'a', column: one, normalisers: before },
          operator,
          right: { input: 'b', column: other, normalisers: right },
        })),
      },
    ],
    duplicates: 'prefix',
    coalesceKeys: false,
  };
}
