import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SuggestFrame } from '../lib/contract/suggestion.ts';
import { tableNamesIn } from './table-names.ts';

let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-suggest-cli-'));
  config = path.join(folder, 'config.yaml');
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)';
  const crm = new DatabaseSync(path.join(folder, 'crm.sqlite'));
  crm.exec(
    `CREATE TABLE accounts (account_no TEXT PRIMARY KEY, name TEXT); ${numbers} INSERT INTO accounts SELECT printf('AC-%05d', i), 'Name ' || i FROM n`,
  );
  crm.close();
  const shop = new DatabaseSync(path.join(folder, 'shop.sqlite'));
  shop.exec(
    `CREATE TABLE "Order, Lines" (line INTEGER, account_no INTEGER); ${numbers} INSERT INTO "Order, Lines" SELECT i + 900, i % 40 + 1 FROM n`,
  );
  shop.exec('CREATE TABLE colours (red REAL, green REAL)');
  shop.close();
  await writeFile(
    config,
    'connections:\n  crm: { driver: sqlite, path: ./crm.sqlite }\n  shop: { driver: sqlite, path: ./shop.sqlite }\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function suggest(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [
    path.join(import.meta.dirname, 'joinery.mjs'),
    'suggest',
    '--config',
    config,
    ...args,
  ]);
  const [out, error, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.once('close', done)),
  ]);
  return { code, out, error };
}

describe('joinery suggest', () => {
  it('says in words what joins, how the keys are written, and why', async () => {
    const { code, out } = await suggest('--tables', 'crm.main.accounts,shop.main."Order, Lines"');
    expect(code).toBe(0);
    expect(out).toContain('1. shop.main.Order, Lines with crm.main.accounts: inner join, n:1 (confident');
    expect(out).toContain("cast(account_no, VARCHAR) = strip_zeros(strip_prefix(account_no, 'AC-'))");
    expect(out).toMatch(/2 questions to the sources, 120 rows read/);
  });

  it('prints the same as JSON, with names in the default schema', async () => {
    const { out } = await suggest('--json', '--tables', 'crm.accounts,shop.colours');
    const frame = JSON.parse(out) as SuggestFrame;
    expect(frame).toMatchObject({ suggestions: [], isDone: true, problems: [] });
    expect(frame.abstention).toBeTypeOf('string');
  });

  it('finds partners of one table', async () => {
    const { code, out } = await suggest('--partners', 'crm.main.accounts');
    expect(code).toBe(0);
    expect(out).toContain('shop.main.Order, Lines with crm.main.accounts');
  });

  it('predicts evaluation cases, a line each', async () => {
    const cases = path.join(folder, 'cases.jsonl');
    const out = path.join(folder, 'predictions.jsonl');
    await writeFile(
      cases,
      `${JSON.stringify({ id: 'one', tables: ['crm.main.accounts', 'shop.main.Order, Lines'], gold: 'not read' })}\n\n${JSON.stringify({ id: 'two', tables: ['crm.main.accounts', 'shop.main.colours'] })}\n`,
    );
    expect((await suggest('--cases', cases, '--out', out)).code).toBe(0);
    const [one, two] = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(one).toMatchObject({
      id: 'one',
      abstain: false,
      suggestions: [
        {
          pairs: [{ left: 'shop.main.Order, Lines.account_no', right: 'crm.main.accounts.account_no' }],
          type: 'inner',
          cardinality: 'n:1',
          matchRate: 1,
        },
      ],
      probe: { queries: 2, rows: 120 },
    });
    expect(one.suggestions[0].pairs[0].transform.split('|').sort()).toEqual([
      'cast',
      'strip_prefix:AC-',
      'strip_zeros',
    ]);
    expect(two).toMatchObject({ id: 'two', abstain: true, suggestions: [] });
  });

  it('says what is wrong with the tables named', async () => {
    expect((await suggest('--tables', 'crm.accounts')).error).toContain('Name two or more tables.');
    const missing = await suggest('--tables', 'crm.accounts,crm.nothing');
    expect(missing.out).toContain('crm.nothing could not be read');
  });
});

it('splits table names at points and commas outside of quotes', () => {
  expect(tableNamesIn('a.b.c, "d.e".f,g."h ""i"", j"')).toEqual([
    ['a', 'b', 'c'],
    ['d.e', 'f'],
    ['g', 'h "i", j'],
  ]);
});
