/** An engine in the test's own process over the given connections; it and they are closed together. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Fetch, Pushdown } from '../lib/contract/run.ts';
import type { Connector, ConnectorContext } from '../server/connectors/connector.ts';
import type { EngineDependencies, EngineOutcome, EngineRequest } from '../server/engine/engine.ts';
import { LocalEngine } from '../server/engine/local-engine.ts';
import { JoineryError } from '../server/errors.ts';

export const quietLog = { debug() {}, info() {}, warn() {}, error() {} };

/** What a driver is made with, for a connection of this name in `folder`. */
export const contextOf =
  (folder: string) =>
  (id: string): ConnectorContext => ({ id, baseDir: folder, log: quietLog });

export interface EngineOver {
  run(text: string, changes?: Partial<EngineRequest>, signal?: AbortSignal): Promise<EngineOutcome>;
  /** Runs, and reads the result. */
  rows(text: string, pushdown?: Pushdown): Promise<{ rows: unknown[][]; columns: string[]; fetches: readonly Fetch[] }>;
  close(): Promise<void>;
}

/** Reads the catalogs of the connections once, now. `folder` is for the runs' files, and is removed in the end. */
export async function engineOver(
  connectors: Readonly<Record<string, Connector>>,
  folder: string,
  changes: Partial<Pick<EngineDependencies, 'limits' | 'log' | 'reducesAlways'>> = {},
): Promise<EngineOver> {
  const never = new AbortController().signal;
  const tables = new Map(
    await Promise.all(
      Object.entries(connectors).map(async ([id, one]) => [id, (await one.introspect(never)).tables] as const),
    ),
  );
  const engine = new LocalEngine({
    connectionIds: Object.keys(connectors),
    connector(id) {
      const found = connectors[id];
      if (found === undefined) throw new JoineryError('unknown_connection', `There is no connection "${id}".`);
      return found;
    },
    catalog: {
      lookup: async (id, _schema, name) => {
        const table = tables.get(id)?.find((one) => one.name === name);
        if (table === undefined) throw new JoineryError('unknown_table', `${id} has no table "${name}".`);
        return table;
      },
    },
    storedResult: async (name) => {
      throw new JoineryError('unknown_table', `There is no stored result "${name}".`);
    },
    tempDir: folder,
    limits: { runTimeMs: 60_000, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
    log: quietLog,
    ...changes,
  });
  let count = 0;
  const nextRun = () => {
    const runId = `r${++count}`;
    return { runId, resultPath: path.join(folder, `${runId}.duckdb`) };
  };
  const run: EngineOver['run'] = (text, more = {}, signal = never) =>
    engine.run(
      { text, target: 'federated', rowLimit: null, pushdown: 'safe', ...nextRun(), ...more },
      signal,
      () => {},
    );
  return {
    run,
    async rows(text, pushdown = 'safe') {
      const made = nextRun();
      const outcome = await run(text, { pushdown, ...made });
      return {
        rows: await readResult(made.resultPath),
        columns: outcome.columns.map(({ name, type }) => `${name} ${type}`),
        fetches: outcome.fetches,
      };
    },
    async close() {
      await engine.close();
      await Promise.all(Object.values(connectors).map((one) => one.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readResult(resultPath: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(resultPath, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll('FROM main.result ORDER BY rowid')).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
