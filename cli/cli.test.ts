import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-cli-'));
  config = path.join(folder, 'config.yaml');
  const database = new DatabaseSync(path.join(folder, 'crm.sqlite'));
  database.exec(
    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, big INTEGER); INSERT INTO accounts VALUES (1, 'Jana', 9007199254740993), (2, NULL, 0), (3, '', -1)",
  );
  database.close();
  await writeFile(path.join(folder, 'visits.csv'), 'account,n\n1,10\n3,30\n');
  await writeFile(
    config,
    'connections:\n  crm: { driver: sqlite, path: ./crm.sqlite }\n  web: { driver: files, path: ./visits.csv }\n  gone: { driver: sqlite, path: ./gone.sqlite }\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'joinery.mjs'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: folder,
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin?.end();
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))) };
}
const joinery = (...args: string[]): Promise<Ended> => start(args).ended;

/** Settles when the statement has begun: its run has a folder then. */
async function runFolder(ended: Promise<Ended>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (;;) {
    const names = await readdir(path.join(folder, 'data', 'cli'), { recursive: true }).catch(() => []);
    if (names.some((name) => path.basename(name).startsWith('run-'))) return;
    if (isOver) throw new Error('The statement ended before it was stopped');
    await delay(20);
  }
}

describe('joinery query', () => {
  it('binds parameters with their type', async () => {
    const sql = 'SELECT name, {{note}} AS note FROM crm.accounts WHERE id IN (SELECT unnest([{{low}}, 99]))';
    const { code, out } = await joinery(
      'query',
      sql,
      '--param',
      'low:integer=1',
      '--param',
      "note=it's; --",
      '--format',
      'csv',
    );
    expect([code, out.trim()]).toEqual([0, "name,note\nJana,it's; --"]);
    const missing = await joinery('query', sql, '--param', 'low:integer=1');
    expect(missing.code).not.toBe(0);
    expect(missing.err).toContain('{{note}} has no value');
  });

  it('joins two sources and prints exact JSON', async () => {
    const { code, out } = await joinery(
      'query',
      '--format',
      'json',
      'SELECT a.id, a.name, a.big, v.n FROM crm.accounts a LEFT JOIN web.visits v ON v.account = a.id ORDER BY a.id',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'name', type: 'VARCHAR' },
        { name: 'big', type: 'BIGINT' },
        { name: 'n', type: 'BIGINT' },
      ],
      rows: [
        ['1', 'Jana', '9007199254740993', '10'],
        ['2', null, '0', null],
        ['3', '', '-1', '30'],
      ],
    });
  });

  it('says when there are more rows than the limit', async () => {
    const { code, out, err } = await joinery(
      'query',
      '--format',
      'csv',
      '--limit',
      '2',
      'SELECT id FROM crm.accounts ORDER BY id',
    );
    expect([code, out.trim().split(/\r?\n/)]).toEqual([0, ['id', '1', '2']]);
    expect(err).toContain('First 2 rows; there are more.');
  });

  it('runs a native statement, writes to a file, and its figures to another', async () => {
    const [file, stats] = [path.join(folder, 'out.tsv'), path.join(folder, 'stats.json')];
    const { code, out } = await joinery(
      'query',
      '--connection',
      'crm',
      '--format',
      'tsv',
      '--out',
      file,
      '--stats',
      stats,
      '--repeat',
      '2',
      'SELECT count(*) AS n FROM accounts',
    );
    expect([code, out]).toEqual([0, '']);
    expect((await readFile(file, 'utf8')).trim().split(/\r?\n/)).toEqual(['n', '3']);
    const figures = JSON.parse(await readFile(stats, 'utf8')) as { status: string; rows: number; fetches: object[] }[];
    expect(figures).toHaveLength(2);
    expect(figures[0]).toMatchObject({
      status: 'succeeded',
      rows: 1,
      truncated: false,
      fetches: [{ connection: 'crm', rows: 1 }],
    });
  });

  it.each([
    ['SELECT nope FROM crm.accounts', 'unknown_column'],
    ['SELECT 1; SELECT 2', 'multiple_statements'],
    ['DELETE FROM crm.accounts', 'not_a_select'],
    ['SELECT * FROM gone.t', 'source_unreachable'],
    ['SELECT * FROM elsewhere.t', 'unknown_connection'],
  ])('%s fails as %s, in the one error shape', async (sql, errorCode) => {
    const { code, out, err } = await joinery('query', '--format', 'json', sql);
    expect([code, out]).toEqual([1, '']);
    expect(JSON.parse(err)).toMatchObject({ error: { code: errorCode } });
  });

  it('marks the place of a mistake', async () => {
    const { code, err } = await joinery('query', 'SELECT id\nFROM crm.acounts');
    expect(code).toBe(1);
    expect(err).toMatch(/unknown_table/);
    expect(err).toMatch(/2 \| FROM crm\.acounts\n {9}\^/);
  });

  it('tells wrong usage by its exit code', async () => {
    expect((await joinery('query', '--nonsense')).code).toBe(2);
    expect((await joinery('nonsense')).code).toBe(2);
  });

  it('stops at Ctrl+C', async () => {
    const { child, ended } = start([
      'query',
      '--stats',
      path.join(folder, 'stopped.json'),
      'SELECT count(*) FROM range(1000000000) a(n), range(1000000000) b(n) WHERE a.n + b.n = 3',
    ]);
    await runFolder(ended);
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toBe('Stopped.\n');
  });
});

it('explain names what goes where, and metadata show what is known', async () => {
  const explained = await joinery(
    'explain',
    "SELECT v.n FROM crm.accounts a JOIN web.visits v ON v.account = a.id WHERE a.name = 'Jana'",
  );
  expect(explained.code).toBe(0);
  expect(explained.out).toContain('the source filters');
  expect((await joinery('metadata', 'show', 'crm.accounts')).out).toMatch(/name\tTEXT/);
});

it('connections test says which one is wrong', async () => {
  const { code, out, err } = await joinery('connections', 'test');
  expect(code).toBe(1);
  expect(out).toMatch(/crm: SQLite/);
  expect(out).toMatch(/gone: failed/);
  expect(err).toContain('source_unreachable');
});
