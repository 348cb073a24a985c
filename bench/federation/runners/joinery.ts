/** Joinery through its command line, twice in one process: the first run warms up, the second counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonCell } from '../../../lib/contract/result.ts';
import { type Login, READER } from '../setup/login.ts';
import type { Answer } from './runner.ts';
import { DidNotFinish, type Runner } from './runner.ts';

interface Statistics {
  readonly status: string;
  readonly totalMs: number;
  readonly planMs: number;
  readonly peakMemoryBytes: number;
  readonly fetches: readonly { readonly rows: number; readonly bytes: number }[];
}

const root = path.resolve(import.meta.dirname, '../../..');
const REPEAT = 2;
const TIME_LIMIT_CODE = 'run_timeout';
const PASSWORD_VARIABLE = 'JOINERY_BENCH_PASSWORD';

export async function joineryRunner(
  folder: string,
  logins: { readonly pg: Login; readonly my: Login },
  timeLimitMs: number,
  cleanUp: () => Promise<void>,
): Promise<Runner> {
  const home = path.join(folder, 'joinery');
  // What a run learned about its sources stays between rounds, not between benchmarks.
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const files = { config: 'config.yaml', sql: 'statement.sql', answer: 'answer.json', stats: 'stats.json' };
  const at = (name: keyof typeof files): string => path.join(home, files[name]);
  const connection = (driver: string, login: Login): string =>
    JSON.stringify({ driver, ...login, password: `env:${PASSWORD_VARIABLE}` });
  await writeFile(
    at('config'),
    `connections:\n  pg: ${connection('postgres', logins.pg)}\n  my: ${connection('mysql', logins.my)}\nlimits: { runTimeMs: ${timeLimitMs} }\n`,
  );
  return {
    name: 'joinery',
    label: 'Joinery',
    role: 'subject',
    isExact: true,
    can: () => true,
    async run(statement) {
      await writeFile(at('sql'), statement.federated);
      await Promise.all([rm(at('answer'), { force: true }), rm(at('stats'), { force: true })]);
      const args = ['query', '--config', at('config'), '--file', at('sql'), '--no-limit', '--format', 'json'];
      const output = ['--out', at('answer'), '--stats', at('stats'), '--repeat', String(REPEAT)];
      const isWhole = await command(
        [path.join(root, 'cli/joinery.mjs'), ...args, ...output],
        (REPEAT + 1) * timeLimitMs,
      );
      if (!isWhole) {
        await cleanUp();
        throw new DidNotFinish('It did not keep its own time limit, and was killed.', true);
      }
      const statistics = JSON.parse(await readFile(at('stats'), 'utf8')) as Statistics[];
      const last = statistics.at(-1);
      if (last === undefined) throw new DidNotFinish('There are no statistics.');
      return {
        ms: last.totalMs,
        planMs: last.planMs,
        peakMemoryBytes: last.peakMemoryBytes,
        moved: {
          rows: last.fetches.reduce((sum, { rows }) => sum + rows, 0),
          bytes: last.fetches.reduce((sum, { bytes }) => sum + bytes, 0),
        },
        answer: await readAnswer(at('answer')),
      };
    },
    close: async () => {},
  };
}

/** False if it had to be killed. */
async function command(args: readonly string[], timeLimitMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, [PASSWORD_VARIABLE]: READER.password },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (signal === 'SIGKILL') return false;
  if (code !== 0) throw failureOf(said);
  return true;
}

/** The command prints its error as one line of JSON where its output is no screen. */
function failureOf(said: string): DidNotFinish {
  const line = said.split('\n').find((text) => text.startsWith('{"error":'));
  if (line === undefined) return new DidNotFinish(said.trim());
  const { error } = JSON.parse(line) as { error: { code: string; message: string } };
  const cause = error.code === 'internal' ? ` ${said.slice(said.indexOf(line) + line.length).trim()}` : '';
  return new DidNotFinish(`${error.code}: ${error.message}${cause}`, error.code === TIME_LIMIT_CODE);
}

async function readAnswer(file: string): Promise<Answer> {
  const { columns, rows } = JSON.parse(await readFile(file, 'utf8')) as {
    columns: { name: string }[];
    rows: JsonCell[][];
  };
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
  };
}
