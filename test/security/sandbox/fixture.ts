/** A workbench with engine processes over a SQLite and a DuckDB file, beside files that user SQL must not see. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Run } from '../../../lib/contract/run.ts';
import {
  makeSqlite,
  openTestWorkbench,
  type TestWorkbench,
} from '../../../server/connections/testing/open-test-workbench.ts';
import type { Attack } from './attacks.ts';

/** Stands in every planted file. */
export const PLANTED = 'kp7-planted-value';

export interface Sandbox {
  readonly opened: TestWorkbench;
  /** The attack's statement with the places filled in. */
  sqlOf(attack: Pick<Attack, 'sql'>): string;
  /** Everything of a run that a person sees. */
  shown(run: Run): Promise<string>;
  /** Files around the data folder, and in it those that no run of its own makes. */
  files(): Promise<string[]>;
}

export async function openSandbox(limits = ''): Promise<Sandbox> {
  const opened = await openTestWorkbench((folder) => {
    makeSqlite(path.join(folder, 'local.sqlite'), 'people', 3);
    return `connections:\n  local: {driver: sqlite, path: ./local.sqlite}\n  ducks: {driver: duckdb, path: ./ducks.duckdb}\n${limits}`;
  });
  const { folder } = opened;
  const duck = await DuckDBInstance.create(path.join(folder, 'ducks.duckdb'));
  const connection = await duck.connect();
  await connection.run('CREATE TABLE people AS SELECT 1 AS id');
  for (const format of ['csv', 'json', 'parquet'])
    await connection.run(`COPY (SELECT '${PLANTED}' AS name) TO '${folder}/planted.${format}'`);
  connection.closeSync();
  duck.closeSync();
  const other = await opened.run(`SELECT '${PLANTED}' AS name`);
  const places: Readonly<Record<string, string>> = {
    '{file}': `${folder}/planted`,
    '{folder}': folder,
    '{other}': path.join(folder, 'data/results', `${other.id}.duckdb`),
    '{otherName}': other.id,
    '{out}': `${folder}/out.csv`,
  };
  return {
    opened,
    sqlOf: ({ sql }) => sql.replace(/\{\w+\}/g, (place) => places[place] ?? place),
    async shown(run) {
      const rows = run.hasResult
        ? await opened.workbench.results.window(run.id, { offset: 0, limit: 100, firstColumn: 0, lastColumn: 50 })
        : undefined;
      return JSON.stringify([run.error, run.columns, run.fetches.map(({ sql, ...fetch }) => fetch), rows]);
    },
    async files() {
      const names = await readdir(folder, { recursive: true });
      return names
        .filter((name) => !/^data\/(tmp|results|metadata)\/|^data\/(joinery\.sqlite-|observations)/.test(name))
        .sort();
    },
  };
}
