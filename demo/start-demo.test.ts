import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeCrm } from './sources/crm.ts';
import { makeWeb } from './sources/web.ts';
import { type Demo, removeDemo, startDemo } from './start-demo.ts';

let dataDir: string;
let demo: Demo;
const log = { info: () => undefined };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joinery-demo-test-'));
  demo = await startDemo({ dataDir, log });
});

afterAll(async () => {
  await demo?.stop();
  await removeDemo(dataDir);
});

interface ShopOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

/** The options as config.yaml gives them, its password reference followed. */
function shopOptions(): ShopOptions {
  const options = parse(readFileSync(join(dataDir, 'config.yaml'), 'utf8')).connections.shop as ShopOptions;
  const passwordPath = join(dataDir, options.password.replace(/^file:/, ''));
  return { ...options, password: readFileSync(passwordPath, 'utf8').trim() };
}

async function asAnalyst<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(shopOptions());
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const countIn = async (client: Client, sql: string): Promise<number> =>
  Number((await client.query<{ count: string }>(sql)).rows[0]?.count);

describe('the shop', () => {
  test('holds about half a million rows that agree with one another', async () => {
    await asAnalyst(async (client) => {
      expect(await countIn(client, 'SELECT count(*) FROM customers')).toBe(40_000);
      expect(await countIn(client, 'SELECT count(*) FROM products')).toBe(2_500);
      expect(await countIn(client, 'SELECT count(*) FROM orders')).toBe(150_000);
      expect(await countIn(client, 'SELECT count(*) FROM order_lines')).toBeGreaterThan(300_000);
      const disagreeing = `SELECT count(*) FROM orders o
        JOIN (SELECT order_id, sum(round(quantity * unit_price * (1 - discount), 2)) AS total FROM order_lines GROUP BY 1) l USING (order_id)
        WHERE o.total <> l.total + o.shipping`;
      expect(await countIn(client, disagreeing)).toBe(0);
      const outside = `SELECT count(*) FROM orders WHERE ordered_at NOT BETWEEN '2024-01-01Z' AND '2026-11-21Z'`;
      expect(await countIn(client, outside)).toBe(0);
    });
  });

  test('explains every table', async () => {
    await asAnalyst(async (client) => {
      const { rows } = await client.query<{ relname: string }>(
        `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         WHERE nspname IN ('public', 'reporting') AND relkind IN ('r', 'v') AND obj_description(c.oid) IS NULL`,
      );
      expect(rows).toEqual([]);
    });
  });

  test('is read by an account that cannot write', async () => {
    await asAnalyst(async (client) => {
      await client.query('SET default_transaction_read_only = off');
      await expect(client.query('DELETE FROM orders')).rejects.toThrow(/permission denied/);
      await expect(client.query('CREATE TABLE public.mine (a int)')).rejects.toThrow(/permission denied/);
      await expect(client.query('CREATE TEMPORARY TABLE mine (a int)')).rejects.toThrow(/permission denied/);
    });
  });

  test('listens on this machine only and keeps its passwords to the owner', async () => {
    await asAnalyst(async (client) => {
      expect((await client.query('SHOW listen_addresses')).rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
    });
    for (const name of ['shop-analyst', 'shop-superuser']) {
      expect(statSync(join(dataDir, 'secrets', name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(dataDir, 'config.yaml'), 'utf8')).not.toContain(shopOptions().password);
  });
});

describe('the crm', () => {
  test('has matching, missing, unknown and repeated customer numbers', () => {
    const crm = new Database(join(dataDir, 'crm.sqlite'), { readonly: true });
    try {
      const count = (sql: string): number => crm.prepare(sql).pluck().get() as number;
      expect(count('SELECT count(*) FROM accounts')).toBe(9_000);
      expect(count('SELECT count(*) FROM contacts')).toBe(20_000);
      expect(count('SELECT count(*) FROM tickets')).toBe(30_000);
      expect(count('SELECT count(*) FROM accounts WHERE customer_number IS NULL')).toBeGreaterThan(200);
      expect(
        count('SELECT count(*) FROM accounts WHERE CAST(substr(trim(customer_number), 3) AS INTEGER) >= 50000'),
      ).toBeGreaterThan(100);
      expect(count('SELECT count(customer_number) - count(DISTINCT customer_number) FROM accounts')).toBeGreaterThan(
        200,
      );
      expect(count("SELECT count(*) FROM accounts WHERE customer_number GLOB 'C-00[1-4]????'")).toBeGreaterThan(8_000);
    } finally {
      crm.close();
    }
  });
});

test('the files are the same each time they are made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-demo-again-'));
  try {
    await makeCrm(join(folder, 'crm.sqlite'));
    await makeWeb(join(folder, 'web'));
    for (const name of ['crm.sqlite', 'web/sessions.parquet', 'web/campaigns.csv', 'web/_metadata.yaml']) {
      expect(digest(join(folder, name)), name).toBe(digest(join(dataDir, name)));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('keeps data, port and password from one start to the next', async () => {
  const before = { options: shopOptions(), crm: statSync(join(dataDir, 'crm.sqlite')).mtimeMs };
  await demo.stop();
  demo = await startDemo({ dataDir, log });
  expect({ options: shopOptions(), crm: statSync(join(dataDir, 'crm.sqlite')).mtimeMs }).toEqual(before);
  expect(await asAnalyst((client) => countIn(client, 'SELECT count(*) FROM customers'))).toBe(40_000);
});

test('leaves no server behind when its process is killed, and starts again after that', async () => {
  await demo.stop();
  const child = await startInProcess();
  const server = await asAnalyst(
    async (client) => (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid,
  );
  expect(server).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  demo = await startDemo({ dataDir, log });
  expect(existsSync(join('/proc', String(server)))).toBe(false);
  expect(await asAnalyst((client) => countIn(client, 'SELECT count(*) FROM products'))).toBe(2_500);
});

test('refuses a folder whose server another Joinery uses', async () => {
  const before = shopOptions();
  await expect(startDemo({ dataDir, log })).rejects.toThrow(/already running/);
  expect(shopOptions()).toEqual(before);
  expect(await asAnalyst((client) => countIn(client, 'SELECT count(*) FROM products'))).toBe(2_500);
});

async function startInProcess(): Promise<ChildProcess> {
  const script = `
    import { startDemo } from ${JSON.stringify(new URL('start-demo.ts', import.meta.url).href)};
    await startDemo({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {} } });
    console.log('ready');
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') return child;
  throw new Error('The process ended before the demo was ready.');
}

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
