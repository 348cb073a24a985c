import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConfig } from '../../../cli/open-config.ts';
import { type OpenEngine, openEngine } from '../../../cli/open-engine.ts';
import { probesOf } from '../../../cli/probes-of.ts';
import type { SuggestFrame, TableReference } from '../../../lib/contract/suggestion.ts';
import type { SuggestService } from '../../workbench.ts';
import { openSuggestService } from './suggest-service.ts';

let folder: string;
let session: OpenEngine;
let closeConfig: () => Promise<void>;
let past: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-suggest-'));
  await mkdir(path.join(folder, 'data'));
  const shop = new Database(path.join(folder, 'shop.sqlite'));
  shop.exec(`CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_code TEXT, total REAL);
    CREATE TABLE log (at TEXT, line TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
    INSERT INTO orders SELECT i + 5000, 'cu-' || (i % 700 + 10000), i / 3.0 FROM n`);
  shop.close();
  const crm = new Database(path.join(folder, 'crm.sqlite'));
  crm.exec(`CREATE TABLE customers (code TEXT PRIMARY KEY, "full name" TEXT);
    CREATE TABLE planets (planet TEXT, moons INTEGER);
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 799)
    INSERT INTO customers SELECT 'CU-' || (i + 10000), 'Name ' || i FROM n`);
  crm.close();
  await writeFile(
    path.join(folder, 'config.yaml'),
    'connections:\n  shop: { driver: sqlite, path: ./shop.sqlite }\n  crm: { driver: sqlite, path: ./crm.sqlite }\n',
  );
  const opened = await openConfig({ config: path.join(folder, 'config.yaml') }, 'error');
  closeConfig = opened.close;
  session = await openEngine(opened.config, opened.log);
  await session.catalog.refresh();
});
afterAll(async () => {
  await session?.close();
  await closeConfig?.();
  await rm(folder, { recursive: true, force: true });
});

const service = (allowsProbes = true, groupsAtSource = true): SuggestService =>
  openSuggestService({
    catalog: session.catalog,
    probes: probesOf(session),
    allowsProbes: () => allowsProbes,
    groupsAtSource: () => groupsAtSource,
    dataDir: path.join(folder, 'data'),
    runTexts: async () => past,
    probeTimeoutMs: 60_000,
    log: { debug() {}, warn() {} },
  });
const table = (connection: string, name: string): TableReference => ({ connection, schema: 'main', table: name });
const never = new AbortController().signal;
async function last(frames: AsyncIterable<SuggestFrame>): Promise<SuggestFrame> {
  let frame: SuggestFrame | undefined;
  for await (const next of frames) frame = next;
  if (frame === undefined) throw new Error('No frame came');
  return frame;
}
const asked = { tables: [table('shop', 'orders'), table('crm', 'customers')] };

describe('the suggestion service over real sources', () => {
  it('finds a key that is written in another case, from a table larger than its sample', async () => {
    const frame = await last(service().suggest(asked, never));
    expect(frame).toMatchObject({ problems: [], isDone: true });
    expect(frame.suggestions[0]).toMatchObject({
      left: { table: 'orders' },
      right: { table: 'customers' },
      pairs: [{ left: 'customer_code', right: 'code', leftNormalisers: [], rightNormalisers: [{ kind: 'lower' }] }],
      type: 'inner',
      cardinality: 'n:1',
      evidence: { leftMatch: 1, keysProbed: 700, keysFound: 700 },
    });
    expect(frame.queries).toBeLessThanOrEqual(12);
  });

  it('reads nothing where questions are forbidden', async () => {
    const frame = await last(service(false).suggest(asked, never));
    expect(frame).toMatchObject({ queries: 0, rowsRead: 0 });
    expect(frame.suggestions[0]?.warnings.join()).toContain('does not allow questions');
  });

  it('names tables that are not there and goes on', async () => {
    const frame = await last(service().suggest({ tables: [...asked.tables, table('crm', 'nothing')] }, never));
    expect(frame.problems.map(({ error }) => error.code)).toEqual(['unknown_table']);
    expect(frame.suggestions).toHaveLength(1);
  });

  it('is surer of a join that was run before, and says so', async () => {
    past = ['SELECT * FROM shop.orders o JOIN crm.customers c ON o.customer_code = c.code'];
    const frame = await last(service().suggest(asked, never));
    expect(frame.suggestions[0]?.reason).toContain('This join was run once before.');
    past = [];
  });

  it('does not show again what was dismissed, until it is restored', async () => {
    const suggestions = service();
    const [best] = (await last(suggestions.suggest(asked, never))).suggestions;
    const id = best?.id ?? '';
    await suggestions.dismiss(id);
    expect((await last(service().suggest(asked, never))).suggestions.map((one) => one.id)).not.toContain(id);
    await suggestions.restore(id);
    expect((await last(suggestions.suggest(asked, never))).suggestions[0]?.id).toBe(id);
  });

  it('finds the tables of all connections that join to one', async () => {
    const frame = await last(service().partnersOf(table('shop', 'orders'), never));
    expect(frame.suggestions.map(({ left, right }) => `${left.table}-${right.table}`)).toEqual(['orders-customers']);
    expect(frame.isDone).toBe(true);
  });

  it('reads but samples of large tables whose source cannot group, where it looks for partners', async () => {
    const frame = await last(service(true, false).partnersOf(table('shop', 'orders'), never));
    expect(frame.suggestions.map(({ left, right }) => `${left.table}-${right.table}`)).toEqual(['orders-customers']);
    // One sample each: the shop has one large table, and what is unlike it is not even sampled.
    expect(frame.queries).toBe(2);
    expect(frame.rowsRead).toBeLessThanOrEqual(2_002);
  });

  it('stops where the reader goes away', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(last(service().suggest(asked, stop.signal))).rejects.toThrow();
  });

  it('asks the sources nothing the second time, and again once their metadata were read anew', async () => {
    const opened = service();
    const tables = { tables: [table('shop', 'orders'), table('crm', 'customers')] };
    const first = await last(opened.suggest(tables, never));
    expect(first.queries).toBeGreaterThan(0);
    const second = await last(opened.suggest(tables, never));
    expect([second.queries, second.rowsRead]).toEqual([0, 0]);
    expect(second.suggestions).toEqual(first.suggestions);
    await session.catalog.refresh();
    expect((await last(opened.suggest(tables, never))).queries).toBe(first.queries);
  });
});
