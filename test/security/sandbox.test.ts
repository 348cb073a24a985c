/** User SQL against the DuckDB that runs it: each attack goes the whole way, through a workbench and its engine process. */
import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinDocumentSchema } from '../../lib/contract/join.ts';
import { isRefusedFunction } from '../../server/engine/parse/user-functions.ts';
import { type Attack, sandboxAttacks } from './sandbox/attacks.ts';
import { openSandbox, PLANTED, type Sandbox } from './sandbox/fixture.ts';

const CANARY = 'kp7-environment-value';
/** Why a statement may be refused. Anything else, an `internal` error above all, is a hole in the proof. */
const reasons = [
  'not_allowed',
  'not_a_select',
  'multiple_statements',
  'syntax_error',
  'invalid_statement',
  'unknown_table',
  'unknown_connection',
];

let sandbox: Sandbox;
beforeAll(async () => {
  process.env.JOINERY_TEST_CANARY = CANARY;
  sandbox = await openSandbox();
});
afterAll(async () => {
  delete process.env.JOINERY_TEST_CANARY;
  await sandbox.opened.close();
});

const aims = [...new Set(sandboxAttacks.map(({ aim }) => aim))];
const attacksOf = (aim: string): readonly Attack[] => sandboxAttacks.filter((attack) => attack.aim === aim);

/** What a native statement is tried with; the drivers' own lists of attacks hold the rest. */
const nativeAims = ['file names as tables', "DuckDB's own tables under the name of a CTE", 'SQL inside values'];

describe('the list', () => {
  it('is long enough to mean something, and names each attack once', () => {
    expect(new Set(sandboxAttacks.map(({ sql }) => sql)).size).toBe(sandboxAttacks.length);
    expect(sandboxAttacks.length).toBeGreaterThan(150);
  });

  it('would see what it looks for: the planted file can be read where the doors are open', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const sql = sandbox.sqlOf({ sql: "FROM '{file}.csv'" });
    expect(JSON.stringify((await connection.runAndReadAll(sql)).getRowsJson())).toContain(PLANTED);
    connection.closeSync();
    instance.closeSync();
  });
});

describe('federated SQL', () => {
  it.each(aims)('%s: refused, with the reason', async (aim) => {
    const before = await sandbox.files();
    for (const attack of attacksOf(aim)) {
      const run = await sandbox.opened.run(sandbox.sqlOf(attack));
      expect.soft({ sql: attack.sql, status: run.status, code: run.error?.code }).toEqual({
        sql: attack.sql,
        status: 'failed',
        code: expect.toBeOneOf(reasons),
      });
      const shown = await sandbox.shown(run);
      for (const secret of [PLANTED, CANARY]) expect.soft(shown, attack.sql).not.toContain(secret);
    }
    expect(await sandbox.files()).toEqual(before);
  });

  it('what is harmless still works', async () => {
    const harmless = [
      'WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a) SELECT * FROM b JOIN a ON a.n = b.n - 1',
      'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t',
      'SELECT * FROM (WITH a AS (SELECT 1 AS n) SELECT (SELECT max(n) FROM a) AS m)',
      'WITH people AS (SELECT 7 AS id) SELECT p.id FROM people p JOIN local.people q ON q.id < p.id',
    ];
    for (const sql of harmless) expect(await sandbox.opened.run(sql), sql).toMatchObject({ status: 'succeeded' });
  });
});

describe.each(['ducks', 'local'])('a native statement on %s', (target) => {
  it('shows and writes nothing outside its file', async () => {
    const before = await sandbox.files();
    const codes = new Map<string, number>();
    for (const attack of nativeAims.flatMap(attacksOf)) {
      const run = await sandbox.opened.run(sandbox.sqlOf(attack), target);
      const shown = await sandbox.shown(run);
      for (const secret of [PLANTED, CANARY, 'joinery.sqlite', 'secret.key'])
        expect.soft(shown, attack.sql).not.toContain(secret);
      expect.soft(run.error?.code, attack.sql).not.toBe('internal');
      codes.set(run.error?.code ?? 'harmless', (codes.get(run.error?.code ?? 'harmless') ?? 0) + 1);
    }
    expect(await sandbox.files()).toEqual(before);
    expect(codes.get('harmless') ?? 0).toBeLessThan(20);
  });
});

describe('other ways in', () => {
  const expressions = [
    "(SELECT content FROM read_text('{file}.csv'))",
    "value) FROM local.people; ATTACH '{other}' AS o; --",
    "value), (SELECT name FROM '{file}.csv') AS (x",
    "getenv('JOINERY_TEST_CANARY')",
    "current_setting('temp_directory')",
    'value /* */ || (FROM duckdb_settings() LIMIT 1)',
  ];

  it.each(expressions)("the builder's own expression %j", async (expression) => {
    const side = {
      input: 'a',
      column: 'name',
      normalisers: [{ kind: 'expression', sql: sandbox.sqlOf({ sql: expression }) }],
    };
    const document = joinDocumentSchema.parse({
      version: 1,
      inputs: ['a', 'b'].map((alias) => ({
        alias,
        source: { kind: 'table', connection: 'local', schema: 'main', table: 'people' },
      })),
      steps: [{ kind: 'join', type: 'inner', keys: [{ left: side, right: { input: 'b', column: 'name' } }] }],
    });
    const outcome = await sandbox.opened.workbench.joins.toSql(document).then(
      async ({ sql }) => {
        const run = await sandbox.opened.run(sql);
        return { code: run.error?.code, shown: await sandbox.shown(run) };
      },
      (thrown: { code?: string; message: string }) => ({ code: thrown.code, shown: thrown.message }),
    );
    expect(outcome.code).toBeOneOf([...reasons, 'unknown_column']);
    expect(outcome.shown).not.toContain(PLANTED);
    expect(outcome.shown).not.toContain(CANARY);
  });

  it('parameters, filters and charts take values as values', async () => {
    const values = [
      "'; ATTACH 'x' AS y; --",
      "' OR (SELECT content FROM read_text('{file}.csv')) <> '",
      '{{other}}',
      '$$',
      "\\'",
    ].map((sql) => sandbox.sqlOf({ sql }));
    const { runs, results } = sandbox.opened.workbench;
    const first = await sandbox.opened.run('SELECT * FROM local.people');
    const view = (value: string) => ({
      sort: [],
      filters: [{ column: 1, operator: 'equals' as const, values: [value] }],
    });
    for (const value of values) {
      const { id } = await runs.start({
        text: 'SELECT {{a}} AS a',
        target: 'federated',
        rowLimit: 10,
        pushdown: 'safe',
        parameters: [{ name: 'a', type: 'text', value }],
      });
      for await (const _ of runs.watch(id, AbortSignal.timeout(60_000)));
      const window = await results.window(id, { offset: 0, limit: 1, firstColumn: 0, lastColumn: 0 });
      expect(window.rows).toEqual([[value]]);
      const filtered = { offset: 0, limit: 9, firstColumn: 0, lastColumn: 1, view: view(value) };
      expect((await results.window(first.id, filtered)).rows).toEqual([]);
    }
  });
});

it('functions with side effects are closed, or known to be harmless', async () => {
  const harmless = ['random', 'setseed', 'uuid', 'uuidv4', 'uuidv7', 'gen_random_uuid', 'error', 'current_query'];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const listed = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro') AND (stability = 'VOLATILE' OR has_side_effects)",
  );
  const open = listed
    .getRowsJson()
    .map(([name]) => String(name))
    .filter((name) => !isRefusedFunction(name));
  expect(open.filter((name) => !harmless.includes(name))).toEqual([]);
  connection.closeSync();
  instance.closeSync();
});

it.runIf(process.platform === 'linux')("the engine's processes hold none of the server's environment", async () => {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  const environments = await Promise.all(
    children
      .trim()
      .split(' ')
      .map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
  );
  const engines = environments.filter((text) => text.includes('UV_THREADPOOL_SIZE=16'));
  expect(engines.length).toBeGreaterThan(0);
  for (const text of engines) expect(text).not.toContain(CANARY);
});
