import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StartRun } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../errors.ts';
import type { EngineOutcome, EngineState, Observations, StoredResult } from '../engine.ts';
import { LocalEngine } from '../local-engine.ts';
import type { MemoryConnector } from './memory-connector.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface EngineFixture {
  readonly engine: LocalEngine;
  readonly folder: string;
  run(
    text: string,
    options?: Partial<StartRun> & { signal?: AbortSignal; onState?: (state: EngineState) => void },
  ): Promise<EngineOutcome & { readonly values: unknown[][] }>;
  close(): Promise<void>;
}

/** An engine over memory connectors, with its own folder. Results of finished runs can be read as `results.<run id>`: `r1`, `r2`, ... */
export async function engineFixture(
  connectors: readonly MemoryConnector[],
  limits: Partial<{ runTimeMs: number; runMemoryBytes: number; runSpillBytes: number }> = {},
  parentFolder: string = tmpdir(),
  observations?: Observations,
): Promise<EngineFixture> {
  const folder = await mkdtemp(path.join(parentFolder, 'joinery-engine-'));
  const stored = new Map<string, StoredResult>();
  const connector = (id: string): MemoryConnector => {
    const found = connectors.find((candidate) => candidate.id === id);
    if (found === undefined) throw new JoineryError('unknown_connection', `There is no connection "${id}".`);
    return found;
  };
  const engine = new LocalEngine({
    connectionIds: connectors.map(({ id }) => id),
    connector,
    catalog: {
      lookup: async (id, _schema, name) => {
        try {
          return connector(id).table(name);
        } catch {
          throw new JoineryError('unknown_table', `${id} has no table "${name}".`, { connection: id });
        }
      },
    },
    storedResult: async (name) => {
      const result = stored.get(name);
      if (result === undefined) throw new JoineryError('unknown_table', `There is no stored result "${name}".`);
      return result;
    },
    observations,
    tempDir: folder,
    limits: { runTimeMs: 60_000, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824, ...limits },
    log: quiet,
  });
  let count = 0;
  return {
    engine,
    folder,
    async run(text, options = {}) {
      const runId = `r${++count}`;
      const resultPath = path.join(folder, `${runId}.duckdb`);
      const { signal = new AbortController().signal, onState = () => {}, rowLimit = null } = options;
      const outcome = await engine.run(
        {
          runId,
          text,
          target: options.target ?? 'federated',
          rowLimit,
          pushdown: options.pushdown ?? 'safe',
          resultPath,
        },
        signal,
        onState,
      );
      stored.set(runId, { path: resultPath, columns: outcome.columns, rows: outcome.rows });
      return { ...outcome, values: await readResult(resultPath) };
    },
    async close() {
      await engine.close();
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
