import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JoineryError } from '../../errors.ts';
import { LocalEngine } from '../local-engine.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-profile-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a statement that statistics of a Parquet file answer ends well, though DuckDB writes no profile of it', async () => {
  const file = path.join(folder, 'prices.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT unnest([3, 1, 2]) AS price) TO '${file}'`);
  const column = { name: 'price', sourceType: 'INTEGER', type: 'INTEGER', nullable: true };
  const table = { schema: 'main', name: 'prices', kind: 'table', columns: [column] } as const;
  const engine = new LocalEngine({
    connectionIds: ['web'],
    connector: () => ({
      id: 'web',
      driver: 'files',
      capabilities: { snapshot: false, serverCancel: false, native: false },
      dialect: { quoteIdentifier: (name) => name, accepts: () => 'no', selectSql: () => 'the file' },
      test: async () => ({ serverLabel: 'files', roundTripMs: 0, account: { canWrite: false } }),
      introspect: async () => ({ serverLabel: 'files', defaultSchema: 'main', tables: [] }),
      openSession: async () => ({
        readAt: new Date(),
        fetch: async () => ({
          kind: 'relation',
          sql: 'the file',
          columns: [{ name: 'price', stagedType: 'INTEGER', type: 'INTEGER' }],
          relation: `read_parquet('${file}')`,
          paths: [file],
        }),
        describe: async () => [],
        close: async () => {},
      }),
      close: async () => {},
    }),
    catalog: { lookup: async () => ({ ...table, primaryKey: [], uniqueKeys: [], foreignKeys: [] }) },
    storedResult: async () => {
      throw new JoineryError('unknown_table', 'There are no stored results.');
    },
    tempDir: folder,
    limits: { runTimeMs: 60_000, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  try {
    const text = 'SELECT min(price), count(*) FROM web.prices';
    const resultPath = path.join(folder, 'result.duckdb');
    const request = { runId: 'r1', text, target: 'federated', rowLimit: null, pushdown: 'safe', resultPath } as const;
    const outcome = await engine.run(request, new AbortController().signal, () => {});
    expect(outcome.rows).toBe(1);
    await connection.run(`ATTACH '${resultPath}' AS result (READ_ONLY)`);
    expect((await connection.runAndReadAll('FROM result.main.result')).getRowsJson()).toEqual([[1, '3']]);
  } finally {
    await engine.close();
    connection.closeSync();
    instance.closeSync();
  }
});
