import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceStages } from '../../lib/contract/run-stages.ts';
import { Cancelled } from '../errors.ts';
import { type EngineFixture, engineFixture } from './testing/engine-fixture.ts';
import { MemoryConnector } from './testing/memory-connector.ts';

const orders = {
  columns: { id: 'BIGINT', customer_no: 'VARCHAR', total: 'DECIMAL(12,2)', ordered_on: 'DATE' },
  rows: [
    ['1', 'A', '10.50', '2026-01-01'],
    ['2', 'B', '20.00', '2026-01-02'],
    ['3', null, '0.01', null],
    ['9007199254740993', 'A', '-1.00', '2026-01-04'],
  ],
};
const accounts = {
  columns: { ref: 'VARCHAR', owner: 'VARCHAR', id: 'INTEGER' },
  rows: [
    ['A', 'Jana', '7'],
    ['C', '', '8'],
    ['', null, '9'],
  ],
};
const many = (count: number) => ({
  columns: { n: 'BIGINT', label: 'VARCHAR' },
  rows: Array.from({ length: count }, (_, n) => [String(n), `row ${n}, "quoted"\nsecond line`]),
});

let shop: MemoryConnector;
let crm: MemoryConnector;
let fixture: EngineFixture;

beforeEach(async () => {
  shop = new MemoryConnector('shop', { orders, many: many(20_000) });
  crm = new MemoryConnector('crm', { accounts });
  fixture = await engineFixture([shop, crm]);
});

afterEach(async () => {
  expect(shop.openSessions + crm.openSessions).toBe(0);
  expect(shop.openStreams + crm.openStreams).toBe(0);
  expect((await readdir(fixture.folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
  await fixture.close();
});

describe('estimates', () => {
  const seen = new Map<string, number>();
  const observations = {
    rowsOf: async (keys: readonly string[]) => keys.map((key) => seen.get(key)),
    note: (news: readonly { key: string; rows: number }[]) => {
      for (const { key, rows } of news) seen.set(key, rows);
    },
  };
  let observed: EngineFixture;
  beforeEach(async () => {
    seen.clear();
    observed = await engineFixture([shop, crm], {}, undefined, observations);
  });
  afterEach(() => observed.close());

  it('are what the same fetch brought before', async () => {
    await observed.run('SELECT label FROM shop.many');
    const [key = '', ...others] = seen.keys();
    expect([...seen.values()]).toEqual([20_000, 20_000]);
    seen.set(key, 7);
    const { fetches } = await observed.run('SELECT n FROM shop.many');
    expect(fetches[0]).toMatchObject({ estimatedRows: 7, rows: 20_000 });
    expect([...seen.keys()].slice(0, 2)).toEqual([...others, key].toSorted((a) => (a === key ? -1 : 1)));
    expect(seen.get(key)).toBe(20_000);
  });

  it('know how many rows a result had: one that was small gets a small file', async () => {
    const text = 'SELECT n % 2 AS part, max(label) FROM shop.many GROUP BY part ORDER BY part';
    const [first, second] = [await observed.run(text), await observed.run(text)];
    expect(first.rows).toBe(2);
    expect(second.values).toEqual(first.values);
    expect(second.resultBytes).toBeLessThan(first.resultBytes / 2);
  });

  it('learn nothing of a result that was cut, or is small by its limit', async () => {
    await observed.run('SELECT n FROM shop.many ORDER BY n', { rowLimit: 15_000 });
    expect([...seen.values()]).toEqual([20_000]);
    await observed.run('SELECT count(*) FROM shop.many', { rowLimit: 5 });
    expect([...seen.values()]).toEqual([20_000]);
  });
});

describe('a federated statement', () => {
  it('joins two connections and keeps values exact', async () => {
    const { values, columns } = await fixture.run(
      'SELECT o.id, o.total, a.owner FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer_no ORDER BY o.id',
    );
    expect(values).toEqual([
      ['1', '10.50', 'Jana'],
      ['9007199254740993', '-1.00', 'Jana'],
    ]);
    expect(columns.map(({ type }) => type)).toEqual(['BIGINT', 'DECIMAL(12,2)', 'VARCHAR']);
  });

  it('tells NULL from the empty string', async () => {
    const { values } = await fixture.run('SELECT ref, owner FROM crm.accounts ORDER BY id');
    expect(values).toEqual([
      ['A', 'Jana'],
      ['C', ''],
      ['', null],
    ]);
  });

  it('keeps columns of one name apart by position', async () => {
    const { values, columns } = await fixture.run(
      'SELECT * FROM shop.orders o JOIN crm.accounts a ON a.ref = o.customer_no WHERE o.id = 1',
    );
    expect(columns.map(({ name }) => name)).toEqual(['id', 'customer_no', 'total', 'ordered_on', 'ref', 'owner', 'id']);
    expect(columns.at(-1)?.label).toBe('id (2)');
    expect(values).toEqual([['1', 'A', '10.50', '2026-01-01', 'A', 'Jana', 7]]);
  });

  it('fetches only the columns and filters that it needs', async () => {
    const { fetches } = await fixture.run("SELECT total FROM shop.orders WHERE customer_no = 'A' AND total > 5");
    expect(shop.requests).toHaveLength(1);
    const [request] = shop.requests;
    expect(request?.kind === 'table' && request.columns.map(({ name }) => name)).toEqual(['customer_no', 'total']);
    expect(request?.kind === 'table' && request.filters).toEqual([
      { kind: 'comparison', column: 'customer_no', operator: '=', value: { type: 'VARCHAR', value: 'A' } },
    ]);
    expect(fetches[0]?.status).toBe('done');
    expect(fetches[0]?.bytes).toBeGreaterThan(0);
  });

  it('sends no filter with pushdown off', async () => {
    await fixture.run("SELECT total FROM shop.orders WHERE customer_no = 'A'", { pushdown: 'off' });
    expect(shop.requests.map((request) => request.kind === 'table' && request.filters)).toEqual([[]]);
  });

  it('reads a relation once when the statement reads it in several places', async () => {
    const { values } = await fixture.run(`
      WITH sums AS (SELECT customer_no, sum(total) AS total FROM shop.orders GROUP BY ALL)
      SELECT a.customer_no, a.total, b.total AS other, (SELECT count(*) FROM shop.orders o WHERE o.customer_no = a.customer_no) AS orders
      FROM sums a JOIN sums b ON a.customer_no = b.customer_no JOIN shop.orders c ON c.id = 1 AND c.customer_no = a.customer_no`);
    expect(values).toEqual([['A', '9.50', '9.50', '2']]);
    expect(shop.requests).toHaveLength(1);
  });

  it('takes a native statement as an input', async () => {
    const { values } = await fixture.run(
      "SELECT n.id, a.owner FROM native('shop', $$orders$$) n JOIN crm.accounts a ON a.ref = n.customer_no ORDER BY 1 LIMIT 1",
    );
    expect(values).toEqual([['1', 'Jana']]);
  });

  it('takes a stored result as an input', async () => {
    await fixture.run('SELECT id, id AS id, total FROM shop.orders');
    const { values, fetches, timings } = await fixture.run(
      'SELECT r.id, r.id_2, a.owner FROM results.r1 r LEFT JOIN crm.accounts a ON a.id = 7 ORDER BY r.id LIMIT 1',
    );
    expect(values).toEqual([['1', '1', 'Jana']]);
    // What is read in place has no times of its own, so the run's stages are those of the other source.
    const stored = fetches.find(({ isInPlace }) => isInPlace === true);
    const sent = fetches.find(({ connection }) => connection === 'crm');
    expect(stored).not.toHaveProperty('waitMs');
    expect(sent).toMatchObject({ waitMs: expect.any(Number), transferMs: expect.any(Number) });
    expect(sourceStages(fetches)).toEqual({ waitMs: sent?.waitMs, transferMs: sent?.transferMs });
    expect((sent?.waitMs ?? 0) + (sent?.transferMs ?? 0)).toBeLessThanOrEqual(timings.executeMs);
  });

  it('says honestly that there are more rows', async () => {
    const cut = await fixture.run('SELECT n FROM shop.many ORDER BY n DESC', { rowLimit: 3 });
    expect([cut.rows, cut.truncated, cut.values.map(([n]) => n)]).toEqual([3, true, ['19999', '19998', '19997']]);
    const whole = await fixture.run('SELECT id FROM shop.orders', { rowLimit: 4 });
    expect([whole.rows, whole.truncated]).toEqual([4, false]);
  });

  it('keeps the order of the statement and line breaks in values', async () => {
    const { values } = await fixture.run('SELECT label, n FROM shop.many ORDER BY n % 7, n DESC');
    expect(values).toHaveLength(20_000);
    expect(values[0]).toEqual(['row 19999, "quoted"\nsecond line', '19999']);
  });

  it('leaves a semicolon and comments behind the statement alone', async () => {
    const { values } = await fixture.run('-- first\nSELECT 1 AS one; -- done\n');
    expect(values).toEqual([[1]]);
  });

  it.each([
    ['SELECT count(*) FROM shop.many a LEFT JOIN crm.accounts b ON b.id = a.n WHERE b.id IS NULL', '19997'],
    ['SELECT count(*) FROM shop.many a FULL JOIN crm.accounts b ON b.id = a.n + 1000000', '20003'],
    ['SELECT count(*) FROM shop.many WHERE n NOT IN (SELECT id FROM crm.accounts)', '19997'],
    ['SELECT count(*) FROM shop.many WHERE false', '0'],
    ['SELECT count(*) FROM shop.many a, crm.accounts b WHERE a.n < b.id', '24'],
    ['SELECT count(*) FROM (SELECT n FROM shop.many UNION SELECT id FROM crm.accounts)', '20000'],
  ])('answers %s', async (text, count) => {
    expect((await fixture.run(text)).values).toEqual([[count]]);
  });
});

describe('a refusal', () => {
  it.each([
    ['SELEC 1', 'syntax_error', 0],
    ['SELECT 1; SELECT 2', 'multiple_statements', 17],
    ['INSERT INTO shop.orders VALUES (1)', 'not_a_select', 0],
    ['  DROP TABLE shop.orders', 'not_a_select', 2],
    ['SELECT * FROM nowhere.orders', 'unknown_connection', 14],
    ['SELECT * FROM shop.nothing', 'unknown_table', 14],
    ["SELECT 'ü', nope FROM shop.orders", 'unknown_column', 12],
    ['SELECT * FROM orders', 'unknown_table', 14],
    ["SELECT * FROM read_csv('/etc/passwd')", 'not_allowed', 14],
    ["SELECT * FROM '/etc/passwd'", 'unknown_table', 14],
    ["SELECT * FROM query('SELECT 1')", 'not_allowed', 14],
    ["SELECT current_setting('threads')", 'not_allowed', 7],
    ['SELECT $1', 'invalid_statement', undefined],
    ["SELECT 'x'::INTEGER", 'conversion_failed', undefined],
    ["SELECT * FROM native('shop', 'a' || 'b')", 'invalid_statement', 14],
  ])('%s is %s', async (text, code, offset) => {
    const thrown = await fixture.run(text).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'JoineryError', code });
    if (offset !== undefined) expect((thrown as { position?: { offset: number } }).position?.offset).toBe(offset);
  });
});

describe('a run that cannot end', () => {
  it('reports the source that broke and closes the others', async () => {
    const broken = new MemoryConnector('shop', { many: many(50_000) }, { failAfterRows: 30_000 });
    const other = await engineFixture([broken, crm]);
    const thrown = await other
      .run('SELECT count(*) FROM shop.many m JOIN crm.accounts a ON a.id <> m.n')
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'internal' });
    expect([broken.openSessions, broken.openStreams]).toEqual([0, 0]);
    await other.close();
  });

  it('stops while a source stalls', async () => {
    const stalled = new MemoryConnector('shop', { many: many(100) }, { stallAfterRows: 50 });
    const other = await engineFixture([stalled, crm]);
    const stop = new AbortController();
    const running = other.run('SELECT count(*) FROM shop.many m JOIN crm.accounts a ON a.id <> m.n', {
      signal: stop.signal,
      onState: (state) => {
        if (state.fetches.some((fetch) => fetch.connection === 'shop' && fetch.rows === 50)) stop.abort();
      },
    });
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect([stalled.openSessions, stalled.openStreams]).toEqual([0, 0]);
    await other.close();
  });

  it('stops DuckDB in the middle of its work', async () => {
    const stop = new AbortController();
    const running = fixture.run(
      'SELECT count(*) FROM shop.many a, shop.many b, shop.many c WHERE a.n + b.n + c.n = -1',
      {
        signal: stop.signal,
        onState: (state) => {
          if (state.fetches.some((fetch) => fetch.status === 'done')) stop.abort();
        },
      },
    );
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });

  it('ends at its time limit', async () => {
    const stalled = new MemoryConnector('shop', { many: many(100) }, { stallAfterRows: 0 });
    const other = await engineFixture([stalled], { runTimeMs: 300 });
    await expect(other.run('SELECT * FROM shop.many')).rejects.toMatchObject({ code: 'run_timeout' });
    expect(stalled.openSessions).toBe(0);
    await other.close();
  });
});
