import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { errorOf, expectError, fetchAll, never, tableOf, wholeTable, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import { readError } from './faults.ts';
import { type DuckdbSource, startDuckdbSource, writeDuckdb } from './testing/duckdb-source.ts';

let source: DuckdbSource;
beforeAll(async () => {
  source = await startDuckdbSource();
});
afterAll(() => source.close());

const native = async (sql: string, parameters?: readonly StatementParameter[]) =>
  withSession(source, async (session) => load(await session.fetch({ kind: 'native', sql, parameters }, never())));

/** Another program that has the file open, for writing or for reading. */
async function otherProgram(path: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<ChildProcess> {
  const program = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(${JSON.stringify(path)}, { access_mode: '${mode}' });
    const connection = await instance.connect();
    await connection.run('${mode === 'READ_WRITE' ? 'CREATE TABLE IF NOT EXISTS held (id INTEGER)' : 'SELECT 1'}');
    console.log('open');
    setInterval(() => connection, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no output');
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('the file', () => {
  it.each([
    ['missing.duckdb', 'source_unreachable', /no database file/],
    ['.', 'source_failed', /folder/],
    ['empty.duckdb', 'source_failed', /empty/],
    ['text.duckdb', 'source_failed', /not a DuckDB database/],
    ['other.sqlite', 'source_failed', /SQLite/],
    ['cut.duckdb', 'source_failed', /./],
  ])('%s is told in words', async (name, code, message) => {
    const at = (file: string) => join(source.folder, file);
    await writeFile(at('empty.duckdb'), '');
    await writeFile(at('text.duckdb'), 'name,amount\n'.repeat(1000));
    await writeFile(at('other.sqlite'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4096)]));
    await copyFile(source.path, at('cut.duckdb'));
    await truncate(at('cut.duckdb'), 4096);
    const connector = source.connect({ path: name });
    for (const way of [
      () => connector.test(never()),
      () => connector.introspect(never()),
      () => connector.openSession({ runId: 'x', signal: never() }),
    ]) {
      const error = await expectError(way(), code);
      expect(error.message).toMatch(message);
      expect(error.hint).toBeTruthy();
      expect(error.connection).toBe('sales');
    }
  });

  it('of another storage version, or encrypted, is told in words', () => {
    const newer =
      'IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 67.\nThe database file was created with an newer version of DuckDB.';
    expect(readError(new Error(newer), 'sales')).toMatchObject({
      code: 'source_failed',
      message: 'The file has storage version 999; the DuckDB of this Joinery can only read versions between 64 and 67.',
    });
    const encrypted = 'Catalog Error: Cannot open encrypted database "x" without a key';
    expect(readError(new Error(encrypted), 'sales').message).toMatch(/encrypted/);
  });

  it('may not be read: says so', async (test) => {
    if (process.getuid?.() === 0) return test.skip('root may read everything');
    const path = join(source.folder, 'closed.duckdb');
    await copyFile(source.path, path);
    await chmod(path, 0);
    await expectError(source.connect({ path }).test(never()), 'source_privilege');
  });

  it('held by a writer: says who holds it, and works when it is let go', async () => {
    await source.run('CREATE OR REPLACE TABLE held (id INTEGER)');
    const table = await tableOf(source, 'held');
    const writer = await otherProgram(source.path, 'READ_WRITE');
    try {
      for (const way of [
        () => source.connector.test(never()),
        () => source.connector.openSession({ runId: 'x', signal: never() }),
      ]) {
        const error = await expectError(way(), 'source_unreachable');
        expect(error.message).toMatch(new RegExp(`process ${writer.pid}.*writing`));
      }
    } finally {
      await end(writer);
    }
    await withSession(source, async (session) => {
      expect((await load(await session.fetch(wholeTable(table), never()))).rows).toEqual([]);
    });
  });

  it('is read by several programs at once, and not written while a session is open', async () => {
    const reader = await otherProgram(source.path, 'READ_ONLY');
    try {
      await withSession(source, async (session) => {
        expect(await session.describe('SELECT 1 AS one', never())).toHaveLength(1);
        const second = source.connect();
        await withSession(second, async (other) =>
          expect(await other.describe('SELECT 1 AS one', never())).toHaveLength(1),
        );
      });
    } finally {
      await end(reader);
    }
  });

  it('keeps what a writer left in its log when it was killed', async () => {
    const path = join(source.folder, 'killed.duckdb');
    await writeDuckdb(path, 'CREATE TABLE a (id INTEGER)');
    await end(await otherProgram(path, 'READ_WRITE'));
    const connector = source.connect({ path });
    const names = (await connector.introspect(never())).tables.map(({ name }) => name);
    expect(names).toEqual(['a', 'held']);
  });

  it('replaced by a new one: the next session reads it, a changed table is told', async () => {
    const path = join(source.folder, 'replaced.duckdb');
    const next = join(source.folder, 'next.duckdb');
    await writeDuckdb(path, 'CREATE TABLE a AS SELECT 1 AS id', 'CREATE TABLE b AS SELECT 1 AS id');
    const connector = source.connect({ path });
    const { tables } = await connector.introspect(never());
    await writeDuckdb(next, 'CREATE TABLE a AS SELECT 2 AS id', "CREATE TABLE b AS SELECT 'x' AS id");
    await rename(next, path);
    const [a, b] = tables;
    if (a === undefined || b === undefined) throw new Error('no tables');
    await withSession(connector, async (session) => {
      expect((await load(await session.fetch(wholeTable(a), never()))).rows).toEqual([['2']]);
      await expectError(session.fetch(wholeTable(b), never()), 'source_changed');
    });
  });

  it.each(["it's [1]*.duckdb", 'what?.duckdb', 'memory.duckdb', 'Ünï cödé.db', 'noending'])(
    'called %s is read',
    async (name) => {
      const path = join(source.folder, 'names', name);
      await mkdir(join(source.folder, 'names'), { recursive: true });
      await writeDuckdb(join(source.folder, 'plain.duckdb'), 'CREATE TABLE a AS SELECT 7 AS id');
      await rename(join(source.folder, 'plain.duckdb'), path);
      const connector = source.connect({ path });
      const [table] = (await connector.introspect(never())).tables;
      if (table === undefined) throw new Error('no table');
      await withSession(connector, async (session) => {
        expect((await load(await session.fetch(wholeTable(table), never()))).rows).toEqual([['7']]);
        expect((await load(await session.fetch({ kind: 'native', sql: 'FROM a' }, never()))).rows).toEqual([['7']]);
      });
      await rm(path);
    },
  );
});

describe('tables', () => {
  it('compares collated text by its bytes, and reads generated columns and structs', async () => {
    await source.run(
      'CREATE TABLE odd (name VARCHAR COLLATE NOCASE, n INTEGER, twice INTEGER GENERATED ALWAYS AS (n * 2), s STRUCT(a INTEGER))',
      "INSERT INTO odd (name, n, s) VALUES ('ABC', 1, {'a': 1}), ('abc', 2, {'a': NULL})",
    );
    const table = await tableOf(source, 'odd');
    await withSession(source, async (session) => {
      const stream = await session.fetch(wholeTable(table), never());
      expect((await load(stream)).rows).toEqual([
        ['ABC', '1', '2', "{'a': 1}"],
        ['abc', '2', '4', "{'a': NULL}"],
      ]);
      expect(stream.columns[0]?.expression).toBe('"name" COLLATE "binary"');
    });
  });

  it('finds keys and views of other schemas, and a broken view fails clearly', async () => {
    await source.run(
      'CREATE SCHEMA other',
      'CREATE TABLE other.parent (id INTEGER PRIMARY KEY, code VARCHAR UNIQUE)',
      'CREATE TABLE other.child (id INTEGER, parent_id INTEGER REFERENCES other.parent(id))',
      'CREATE TABLE gone (id INTEGER)',
      'CREATE VIEW broken AS SELECT * FROM gone',
      'DROP TABLE gone',
    );
    const { tables } = await source.connector.introspect(never());
    const child = tables.find(({ schema, name }) => schema === 'other' && name === 'child');
    expect(child?.foreignKeys).toEqual([
      { columns: ['parent_id'], targetSchema: 'other', targetTable: 'parent', targetColumns: ['id'] },
    ]);
    const broken = tables.find(({ name }) => name === 'broken');
    if (broken === undefined) throw new Error('no view');
    await withSession(source, async (session) => {
      await expect(session.fetch(wholeTable(broken), never()).then(load)).rejects.toThrow(/gone/);
    });
  });

  it('reads 10,000 columns', async () => {
    const columns = Array.from({ length: 10_000 }, (_, index) => `${index} AS c${index}`);
    await source.run(`CREATE TABLE wide AS SELECT ${columns.join(', ')}`);
    const table = await tableOf(source, 'wide');
    const last = table.columns.slice(-1);
    const loaded = await withSession(source, async (session) =>
      load(await session.fetch(wholeTable(table, { columns: last }), never())),
    );
    expect([table.columns.length, loaded.rows]).toEqual([10_000, [['9999']]]);
  });
});

describe('native statements', () => {
  it('use the macros, types and views of the file', async () => {
    await source.run(
      'CREATE MACRO twice(x) AS x * 2',
      'CREATE MACRO upto(n) AS TABLE SELECT range + 1 AS i FROM range(n)',
      "CREATE TYPE mood AS ENUM ('low', 'high')",
      "CREATE VIEW moods AS SELECT 'low'::mood AS m",
    );
    const { names, rows } = await native(
      "SELECT twice(i) AS d, 'high'::mood AS m, (SELECT m FROM moods) AS n FROM upto(2); -- end",
    );
    expect([names, rows]).toEqual([
      ['d', 'm', 'n'],
      [
        ['2', 'high', 'low'],
        ['4', 'high', 'low'],
      ],
    ]);
  });

  it('reach no file by a view or macro either', async () => {
    await source.run(
      "CREATE VIEW outside AS SELECT * FROM read_text('/etc/hostname')",
      "CREATE MACRO peek(p) AS TABLE SELECT * FROM read_text('/etc/' || p)",
    );
    for (const sql of ['FROM outside', "FROM peek('hostname')"]) await expectError(native(sql), 'not_allowed');
  });

  it('bind parameters, whatever they hold, and keep places in the text', async () => {
    const text = (value: string): StatementParameter => ({ name: 'x', type: 'text', value });
    for (const value of ["it's", "'); DROP TABLE first; --", '', '{{x}}', '\\', 'a\0b', '𝄞'])
      expect((await native('SELECT {{x}} AS x', [text(value)])).rows).toEqual([[value]]);
    const parameters: StatementParameter[] = [
      { name: 'i', type: 'integer', value: '-9223372036854775808' },
      { name: 'd', type: 'decimal', value: '12.50' },
      { name: 'b', type: 'boolean', value: 'true' },
      { name: 'day', type: 'date', value: '2026-11-22' },
      { name: 'at', type: 'timestamp', value: '2026-11-22 08:30:00' },
      { name: 'n', type: 'integer', value: null },
      { name: 'l', type: 'text_list', value: ['a', "b'"] },
      { name: 'e', type: 'text_list', value: [] },
    ];
    const { rows } = await native(
      "SELECT {{i}}, {{ d }}, {{b}}, {{day}}, {{at}}, {{n}}, 'b''' IN {{l}}, 'a' IN {{e}}, '{{i}}'",
      parameters,
    );
    expect(rows).toEqual([
      ['-9223372036854775808', '12.50', 'true', '2026-11-22', '2026-11-22 08:30:00', null, 'true', 'false', '{{i}}'],
    ]);
    await expectError(
      native('SELECT {{x}}', [{ name: 'x', type: 'integer', value: '1; DROP TABLE first' }]),
      'conversion_failed',
    );
    const missing = await expectError(native('SELECT 1, {{y}}'), 'invalid_statement');
    expect(missing.position).toMatchObject({ offset: 10, length: 5 });
    const mistake = await expectError(native('SELECT {{x}}, nope FROM first', [text('long enough')]), 'unknown_column');
    expect(mistake.position?.offset).toBe(14);
    expect(mistake.message).toBe('No table of FROM has a column "nope".');
    expect(mistake.hint).toMatch(/^Near in name: "/);
  });

  it('stream exactly, types without a text as JSON', async () => {
    const { types, rows } = await native(
      "SELECT union_value(k := 1) AS u, row(1, 'a') AS r, ['a'::BLOB] AS b, NULL AS n, {'a': 1e0} AS s, 'x'::BLOB AS x",
    );
    expect(rows).toEqual([['{"k":1}', expect.any(String), '[a]', null, "{'a': 1.0}", 'x']]);
    expect(types.slice(0, 3)).toEqual(['JSON', 'JSON', 'BLOB[]']);
  });

  it('run in the engine itself where nothing but tables is of the file', async () => {
    await source.run(
      'CREATE TABLE "odd ""name" AS SELECT range AS i FROM range(50000)',
      'CREATE SCHEMA IF NOT EXISTS far',
      'CREATE TABLE far.t AS SELECT 1 AS i',
      'CREATE VIEW v AS SELECT * FROM far.t',
      'CREATE MACRO half(x) AS x / 2',
      "CREATE MACRO greatest(x, y) AS 'of the file'",
    );
    const kindOf = (sql: string) =>
      withSession(source, async (session) => {
        const stream = await session.fetch({ kind: 'native', sql }, never());
        const { rows } = await load(stream);
        return [stream.kind, rows[0]?.[0], rows.length];
      });
    const inside: readonly (readonly [sql: string, first: string, rows: number])[] = [
      ['SELECT i FROM "odd ""name" ORDER BY i DESC', '49999', 50_000],
      ["SELECT 'ä' AS a, t.i FROM far.t, FAR.T AS other, v JOIN main.v AS w USING (i)", 'ä', 1],
      ['WITH c AS (SELECT i FROM far.t) SELECT (SELECT max(i) FROM c) FROM c WHERE EXISTS (FROM v)', '1', 1],
      ['-- first\nSELECT 1 AS x /* far.t */; -- end', '1', 1],
    ];
    for (const [sql, first, rows] of inside)
      expect([sql, ...(await kindOf(sql))]).toEqual([sql, 'relation', first, rows]);
    const here = [
      'SELECT half(2)',
      'SELECT greatest(i, 2) FROM far.t',
      'SELECT i, random() FROM far.t',
      'SELECT i FROM sales.far.t',
      'SELECT i FROM far.t USING SAMPLE 10 ROWS',
      'WITH v AS (SELECT 5 AS i) SELECT i FROM v',
      'SELECT union_value(k := 1) FROM far.t',
    ];
    for (const sql of here) expect([sql, (await kindOf(sql))[0]]).toEqual([sql, 'csv']);
  });

  it('stop computing when they are read no further', async () => {
    await withSession(source, async (session) => {
      const sql = "SELECT range AS i, repeat('x', 100) AS t, random() AS r FROM range(1000000000)";
      const stream = await session.fetch({ kind: 'native', sql }, never());
      if (stream.kind !== 'csv') throw new Error('not streamed');
      for await (const block of stream.bytes) {
        expect(block.length).toBeGreaterThan(0);
        break;
      }
      expect(stream.rows()).toBeLessThan(100_000);
    });
  });

  it('tell a value that fails to convert while they run', async () => {
    const sql =
      "SELECT CASE WHEN i < 5000 THEN 1 ELSE CAST('x' || i AS INTEGER) END AS n, random() FROM range(10000) t(i)";
    const error = await withSession(source, (session) => errorOf(fetchAll(session, { kind: 'native', sql })));
    expect(error).toMatchObject({ code: 'conversion_failed', connection: 'sales' });
  });
});
