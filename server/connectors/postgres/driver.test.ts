import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { fetchAll, never, wholeTable, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import type { Connector, TableInfo } from '../connector.ts';
import { connect } from './client.ts';
import { postgresDriver } from './driver.ts';
import { attacks } from './test-attacks.ts';

/** What only PostgreSQL has; the rest is in the conformance suite. */
let server: PostgresServer;
let admin: pg.Client;
let connector: Connector;
const opened: Connector[] = [];
const warnings: string[] = [];

const optionsOf = (changes: object = {}) =>
  postgresDriver.optionsSchema.parse({
    host: server.host,
    port: server.port,
    user: server.user,
    password: server.password,
    database: server.database,
    ...changes,
  });

function open(changes: object = {}): Connector {
  const log = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) };
  const made = postgresDriver.create(optionsOf(changes), { id: 'shop', baseDir: import.meta.dirname, log });
  opened.push(made);
  return made;
}

async function tableNamed(name: string, from = connector): Promise<TableInfo> {
  const table = (await from.introspect(never())).tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`No table ${name}.`);
  return table;
}

beforeAll(async () => {
  server = await startPostgres();
  admin = await server.adminClient();
  await admin.query(`
    CREATE TABLE victim (id int PRIMARY KEY, note text);
    INSERT INTO victim VALUES (1, 'untouched');
    CREATE SEQUENCE counter`);
  connector = open();
});
afterAll(async () => {
  await Promise.all(opened.map((made) => made.close()));
  await admin.end();
  await server.stop();
});

describe('second wall: the session itself is read-only', () => {
  const writing = attacks.filter(
    (sql) => /victim|pwned|counter/.test(sql) && !/dblink|slot|;|TO |LOCK|EXECUTE/.test(sql),
  );

  it.each([...writing, 'SET TRANSACTION READ WRITE', "SELECT set_config('transaction_read_only', 'off', false)"])(
    'changes nothing by: %s',
    async (sql) => {
      const { client, discard } = await connect(optionsOf(), '.', never());
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1');
      // Refused by the server, or harmless: either way nothing has changed.
      await client.query(sql).catch((error: unknown) => error);
      await client.query('COMMIT').catch((error: unknown) => error);
      await discard();
      expect((await admin.query('SELECT * FROM victim')).rows).toEqual([{ id: 1, note: 'untouched' }]);
      expect((await admin.query('SELECT is_called FROM counter')).rows).toEqual([{ is_called: false }]);
      expect((await admin.query("SELECT FROM pg_class WHERE relname = 'pwned'")).rows).toEqual([]);
    },
  );

  it('is read-only outside of transactions too, and for functions that write behind a harmless name', async () => {
    await admin.query(
      `CREATE FUNCTION harmless() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM victim; RETURN 1; END $$`,
    );
    await withSession(connector, async (session) => {
      const statement = fetchAll(session, { kind: 'native', sql: 'SELECT harmless()' });
      await expect(statement).rejects.toMatchObject({ code: 'not_a_select', connection: 'shop' });
    });
    const { client, discard } = await connect(optionsOf(), '.', never());
    await expect(client.query('DELETE FROM victim')).rejects.toMatchObject({ code: '25006' });
    await discard();
    expect((await admin.query('SELECT * FROM victim')).rows).toHaveLength(1);
  });
});

describe('introspection', () => {
  it('shows what PostgreSQL has: views, partitions, domains, collations, composite keys, estimates', async () => {
    await admin.query(`
      CREATE SCHEMA audit;
      CREATE DOMAIN audit.email AS varchar(40) NOT NULL;
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE audit.log (a int, b int, at timestamptz(3), mail audit.email, german text COLLATE "de-x-icu", same text COLLATE loose,
        plain text COLLATE "C", gone int, PRIMARY KEY (b, a), UNIQUE (mail, a) INCLUDE (at));
      ALTER TABLE audit.log DROP COLUMN gone;
      CREATE UNIQUE INDEX partial ON audit.log (plain) WHERE a > 0;
      CREATE UNIQUE INDEX computed ON audit.log (lower(plain));
      CREATE UNIQUE INDEX whole ON audit.log (german);
      CREATE TABLE audit.entry (x int, y int, CONSTRAINT f FOREIGN KEY (y, x) REFERENCES audit.log (b, a));
      INSERT INTO audit.log SELECT g, g, now(), g::text, g::text, g::text, g::text FROM generate_series(1, 100) g;
      ANALYZE audit.log;
      CREATE VIEW audit.seen AS SELECT a, mail FROM audit.log;
      COMMENT ON VIEW audit.seen IS 'Seen';
      CREATE MATERIALIZED VIEW audit.kept AS SELECT a FROM audit.log;
      CREATE TABLE audit.parts (day date, n int) PARTITION BY RANGE (day);
      CREATE TABLE audit.parts_2024 PARTITION OF audit.parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE audit.parts_2025 PARTITION OF audit.parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      COMMENT ON TABLE audit.parts IS 'By day';
      INSERT INTO audit.parts SELECT date '2024-01-01' + g, g FROM generate_series(1, 500) g;
      ANALYZE audit.parts_2024; ANALYZE audit.parts_2025;
      CREATE TABLE audit.unread (LIKE audit.parts) PARTITION BY LIST (n);
      CREATE TABLE audit.unread_1 PARTITION OF audit.unread FOR VALUES IN (1);
      CREATE TABLE audit.parent (id int PRIMARY KEY);
      CREATE TABLE audit.child (PRIMARY KEY (id)) INHERITS (audit.parent);
      CREATE TABLE audit.unsure (id int, sure int NOT NULL);
      ALTER TABLE audit.unsure ADD CONSTRAINT filled NOT NULL id NOT VALID;
      CREATE FOREIGN DATA WRAPPER nowhere;
      CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
      CREATE FOREIGN TABLE audit.far (id int NOT NULL) SERVER nowhere;
      CREATE TABLE audit.nothing ()`);
    const { tables } = await connector.introspect(never());
    const found = (name: string) => tables.find((table) => table.schema === 'audit' && table.name === name);
    expect(tables.map((table) => table.schema)).not.toContain('pg_catalog');
    expect(found('log')).toMatchObject({
      kind: 'table',
      rowEstimate: 100,
      primaryKey: ['b', 'a'],
      uniqueKeys: [['mail', 'a'], ['german']],
      columns: [
        { name: 'a', sourceType: 'integer', nullable: false },
        { name: 'b' },
        { name: 'at', sourceType: 'timestamp(3) with time zone' },
        {
          name: 'mail',
          sourceType: 'character varying(40) (domain audit.email)',
          type: 'VARCHAR',
          collation: 'binary',
        },
        { name: 'german', sourceType: 'text', collation: 'other' },
        { name: 'same', sourceType: 'text COLLATE "loose"', collation: 'other' },
        { name: 'plain', collation: 'binary' },
      ],
    });
    // The child's rows are the parent's too, with any id.
    expect(found('parent')?.primaryKey).toEqual([]);
    expect(found('child')?.primaryKey).toEqual(['id']);
    const nullable = (name: string) => found(name)?.columns.map((column) => column.nullable);
    expect(['parent', 'child', 'unsure', 'far'].map(nullable)).toEqual([[true], [false], [true, false], [true]]);
    expect(found('entry')?.rowEstimate).toBeUndefined();
    expect(found('entry')?.foreignKeys).toEqual([
      { columns: ['y', 'x'], targetSchema: 'audit', targetTable: 'log', targetColumns: ['b', 'a'] },
    ]);
    expect(found('seen')).toMatchObject({
      kind: 'view',
      comment: 'Seen',
      rowEstimate: undefined,
      sizeBytes: undefined,
    });
    expect(found('kept')?.kind).toBe('view');
    expect(found('parts')?.columns.map((column) => column.name)).toEqual(['day', 'n']);
    // The parent itself holds nothing, and is never analysed by the server of its own accord.
    expect(found('parts')).toMatchObject({
      kind: 'table',
      comment: 'By day\nPartitioned by RANGE (day).',
      rowEstimate: 500,
    });
    expect(found('parts')?.sizeBytes).toBe(
      (found('parts_2024')?.sizeBytes ?? 0) + (found('parts_2025')?.sizeBytes ?? 0),
    );
    expect(found('parts')?.sizeBytes).toBeGreaterThan(0);
    expect(found('unread')).toMatchObject({ comment: 'Partitioned by LIST (n).', rowEstimate: undefined });
    expect(found('nothing')?.columns).toEqual([]);
  });

  it('reads tables of no columns and of 1,600, and columns that differ only in case', async () => {
    const many = Array.from({ length: 1600 }, (_, index) => `c${index} smallint`);
    await admin.query(`
      CREATE TABLE blank (); INSERT INTO blank DEFAULT VALUES; INSERT INTO blank DEFAULT VALUES;
      CREATE TABLE broad (${many.join(', ')}); INSERT INTO broad (c0, c1599) VALUES (1, 2);
      CREATE TABLE cased ("a" int, "A" int, "a_2" int); INSERT INTO cased VALUES (1, 2, 3)`);
    await withSession(connector, async (session) => {
      const blank = await load(await session.fetch(wholeTable(await tableNamed('blank')), never()));
      expect(blank.rows).toHaveLength(2);
      const broad = await load(await session.fetch(wholeTable(await tableNamed('broad')), never()));
      expect([broad.names.length, broad.rows[0]?.[0], broad.rows[0]?.[1], broad.rows[0]?.[1599]]).toEqual([
        1600,
        '1',
        null,
        '2',
      ]);
      const cased = await load(await session.fetch(wholeTable(await tableNamed('cased')), never()));
      expect([cased.names, cased.rows]).toEqual([['a', 'A_3', 'a_2'], [['1', '2', '3']]]);
    });
  });

  it('reads 100,000 columns in a few queries', async () => {
    await admin.query('CREATE SCHEMA wide');
    await admin.query(`DO $$ BEGIN FOR t IN 1..400 LOOP
      EXECUTE 'CREATE TABLE wide.t' || t || ' (' || (SELECT string_agg('c' || g || ' text', ', ') FROM generate_series(1, 250) g) || ')';
    END LOOP; END $$`);
    const { tables } = await connector.introspect(never());
    const wide = tables.filter((table) => table.schema === 'wide');
    expect(wide.reduce((sum, table) => sum + table.columns.length, 0)).toBe(100_000);
  });
});

describe('accounts', () => {
  it('sees only what it may read, says who may not write, and names a missing privilege', async () => {
    await admin.query(`
      CREATE ROLE reader LOGIN PASSWORD 'reader'; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      CREATE SCHEMA closed; CREATE TABLE closed.secret (id int);
      CREATE TABLE hidden (id int); CREATE TABLE partly (open int, shut int); CREATE TABLE shown (id int);
      CREATE VIEW broken_view AS SELECT id FROM shown;
      GRANT SELECT ON shown TO reader; GRANT SELECT (open) ON partly TO reader`);
    const reader = open({ user: 'reader', password: 'reader' });
    const { tables } = await reader.introspect(never());
    expect(
      tables.map((table) => `${table.schema}.${table.name}(${table.columns.map((column) => column.name).join()})`),
    ).toEqual(['public.partly(open)', 'public.shown(id)']);
    expect((await reader.test(never())).account).toEqual({ canWrite: false });
    const mighty = (await connector.test(never())).account;
    expect(mighty.canWrite).toBe(true);
    expect(mighty.advice).toContain('GRANT SELECT ON ALL TABLES IN SCHEMA "public"');
    await withSession(reader, async (session) => {
      const attempt = fetchAll(session, { kind: 'native', sql: 'SELECT * FROM hidden' });
      await expect(attempt).rejects.toMatchObject({ code: 'source_privilege', connection: 'shop' });
      const table = fetchAll(session, wholeTable(await tableNamed('hidden')));
      await expect(table).rejects.toMatchObject({ code: 'source_privilege' });
    });
  });

  it('finds the advice to be true: the account it makes can read and not write', async () => {
    const advice = (await connector.test(never())).account.advice ?? '';
    await admin.query(advice.split('\n').slice(1).join('\n').replace("'...'", "'made'"));
    const made = open({ user: 'joinery_reader', password: 'made' });
    expect((await made.test(never())).account).toEqual({ canWrite: false });
    await withSession(made, async (session) => {
      const rows = await load(await session.fetch({ kind: 'native', sql: 'SELECT id FROM victim' }, never()));
      expect(rows.rows).toEqual([['1']]);
    });
  });
});

describe('sessions', () => {
  it('gives text in one form whatever the account has set', async () => {
    await admin.query(`ALTER ROLE postgres SET DateStyle = 'German'; ALTER ROLE postgres SET TimeZone = 'Asia/Tokyo';
      ALTER ROLE postgres SET bytea_output = 'escape'; ALTER ROLE postgres SET IntervalStyle = 'sql_standard'; ALTER ROLE postgres SET extra_float_digits = -5`);
    try {
      const fresh = open();
      const sql = `SELECT '2024-03-04'::date AS d, '2024-03-04 00:00+00'::timestamptz AS t, '\\x5c'::bytea AS b, '-1 day 2 hours'::interval AS i, 0.1::float8 + 0.2 AS f`;
      await withSession(fresh, async (session) => {
        const { rows } = await load(await session.fetch({ kind: 'native', sql }, never()));
        expect(rows).toEqual([
          ['2024-03-04', '2024-03-04 00:00:00+00', '\\x5C', '-1 day 02:00:00', '0.30000000000000004'],
        ]);
      });
    } finally {
      await admin.query('ALTER ROLE postgres RESET ALL');
    }
  });

  it('tells what the server expects of a native statement, which does not run', async () => {
    const expected = (sql: string) =>
      withSession(open(), async (session) =>
        session.expectedRows?.(sql, never(), [{ name: 'n', type: 'integer', value: '7' }]),
      );
    expect(await expected('SELECT n FROM generate_series(1, {{n}}) AS g(n)')).toBe(7);
    expect(await expected('SELECT 1 / (n - n) FROM generate_series(1, 3) AS g(n)')).toBe(3);
    expect(await expected('SELECT no_such_column')).toBeUndefined();
    expect(await expected('SELECT 1; DELETE FROM orders')).toBeUndefined();
  });

  it('obeys the time limit of the statement', async () => {
    const hasty = open({ statementTimeoutMs: 50 });
    await withSession(hasty, async (session) => {
      const sql = 'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b';
      await expect(fetchAll(session, { kind: 'native', sql })).rejects.toMatchObject({ code: 'source_timeout' });
    });
  });

  it('waits for a free connection, and stops waiting when it is told to', async () => {
    const small = open({ maxConnections: 2 });
    const sessions = await Promise.all(['a', 'b'].map((runId) => small.openSession({ runId, signal: never() })));
    const controller = new AbortController();
    const third = small.openSession({ runId: 'c', signal: controller.signal });
    const fourth = small.openSession({ runId: 'd', signal: never() });
    controller.abort();
    await expect(third).rejects.toThrow('Stopped');
    await sessions[0]?.close();
    await (await fourth).close();
    await sessions[1]?.close();
  });

  it('notices a server that was restarted in between', async () => {
    const patient = open();
    await withSession(patient, async () => {});
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'joinery'");
    await withSession(patient, async (session) => {
      expect((await load(await session.fetch({ kind: 'native', sql: 'SELECT 1 AS a' }, never()))).rows).toEqual([
        ['1'],
      ]);
    });
  });

  it('leaves no connection behind', async () => {
    const passing = open();
    const mine = async () =>
      Number(
        (await admin.query("SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'joinery'")).rows[0]?.n,
      );
    await Promise.all(opened.map((made) => made.close()));
    await vi.waitFor(async () => expect(await mine()).toBe(0), { timeout: 5000 });
    await expect(passing.openSession({ runId: 'late', signal: never() })).rejects.toMatchObject({
      code: 'source_failed',
    });
    connector = open();
    const session = await connector.openSession({ runId: 'x', signal: never() });
    expect(await mine()).toBe(1);
    await session.close();
    await connector.close();
    await vi.waitFor(async () => expect(await mine()).toBe(0), { timeout: 5000 });
    connector = open();
  });

  it.each([
    [{ database: 'nowhere' }, 'source_auth_failed', /database/],
    [{ user: 'nobody' }, 'source_auth_failed', /password/],
    [{ host: 'nowhere.invalid' }, 'source_unreachable', /host/],
    [{ ssl: true }, 'source_unreachable', /encryption/],
  ])('says what is wrong with %j', async (changes, code, words) => {
    const error = await open(changes)
      .test(never())
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({
      code,
      connection: 'shop',
      message: expect.stringMatching(words),
      hint: expect.any(String),
    });
  });

  it.each([
    ['SELECT nothing FROM victim', 'unknown_column', 7],
    ['SELECT 1 FROM nowhere', 'unknown_table', 14],
    ["SELECT 'ü', no_function(1)", 'invalid_statement', 12],
    ['SELECT 1 / (id - 1) FROM victim', 'conversion_failed', undefined],
  ])('tells whose mistake it is: %s', async (sql, code, offset) => {
    await withSession(connector, async (session) => {
      await expect(fetchAll(session, { kind: 'native', sql })).rejects.toMatchObject({
        code,
        connection: 'shop',
        ...(offset === undefined ? {} : { position: { offset } }),
      });
    });
  });
});
