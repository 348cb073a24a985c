/** A whole workbench over a config.yaml in a folder of its own, its log in memory. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Run } from '../../../lib/contract/run.ts';
import { openWorkbench } from '../../application.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { Log } from '../../log.ts';
import type { Workbench } from '../../workbench.ts';

export interface TestWorkbench {
  readonly folder: string;
  readonly workbench: Workbench;
  /** Everything that was handed to the log, the errors' texts too, before any redaction. */
  readonly lines: readonly string[];
  /** Runs a statement to its end. */
  run(text: string, target?: string): Promise<Run>;
  /** Closes it and opens it again over the same folder, which `between` may change. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function openTestWorkbench(
  configText: (folder: string) => string = () => 'connections: {}',
  env: Record<string, string> = {},
): Promise<TestWorkbench> {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-connections-'));
  await writeFile(join(folder, 'config.yaml'), configText(folder));
  const lines: string[] = [];
  const write = (...parts: unknown[]): void => {
    lines.push(parts.map((part) => (typeof part === 'string' ? part : deepText(part))).join(' '));
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const open = async (): Promise<Workbench> => openWorkbench(await loadConfig(join(folder, 'config.yaml'), env), log);
  let workbench = await open();
  return {
    folder,
    get workbench() {
      return workbench;
    },
    lines,
    async run(text, target = 'federated') {
      const { runs } = workbench;
      const { id } = await runs.start({ text, target, rowLimit: 1000, pushdown: 'safe' });
      let last: Run | undefined;
      for await (const frame of runs.watch(id, AbortSignal.timeout(60_000))) last = frame.run;
      return last ?? runs.get(id);
    },
    async restart(between) {
      await workbench.close();
      between?.();
      workbench = await open();
    },
    async close() {
      await workbench.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A SQLite file with one table of `rows` rows. */
export function makeSqlite(path: string, table: string, rows: number): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT)`);
  const insert = database.prepare(`INSERT INTO ${table} VALUES (?, ?)`);
  for (let id = 1; id <= rows; id += 1) insert.run(id, `name ${id}`);
  database.close();
}

function deepText(value: unknown): string {
  if (!(value instanceof Error)) {
    return typeof value === 'object' && value !== null ? Object.values(value).map(deepText).join(' ') : String(value);
  }
  return `${value.message} ${value.stack ?? ''} ${value.cause === undefined ? '' : deepText(value.cause)}`;
}
