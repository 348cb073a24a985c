/** Two servers over one PostgreSQL and one data folder: what one keeps the other has, and the end of one is noticed by the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { isEnded, type Run, startRunSchema } from '../lib/contract/run.ts';
import { type OpenedWorkbench, openWorkbench } from '../server/application.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { openHistory } from '../server/history/index.ts';
import { migratePostgres } from '../server/history/postgres/migrate.ts';
import { sampleRun } from '../server/history/testing/sample-run.ts';
import { createLog } from '../server/log.ts';
import { type PostgresPlaces, postgresPlaces } from './servers/history-places.ts';

const log = createLog('error');
const ENDLESS = 'SELECT count(*) FROM range(1000000) a(n), range(1000000) b(n) WHERE hash(a.n, b.n) = 1';
const PASSWORD = 'a long enough password';
/** As a server is seen within the time of a test. */
const quick = { beatMs: 300, graceMs: 10_000 };
/** The longest that a busy machine may take for what others wait for. */
const patience = { timeout: 90_000 };

vi.setConfig({ testTimeout: 180_000 });

let places: PostgresPlaces;
beforeAll(async () => {
  places = await postgresPlaces();
});
afterAll(() => places.stop());

type Made = Awaited<ReturnType<PostgresPlaces['make']>>;
let place: Made;
let opened: OpenedWorkbench[];
let children: ChildProcess[];
beforeEach(async () => {
  place = await places.make();
  opened = [];
  children = [];
  await writeFile(
    path.join(place.dataDir, 'config.yaml'),
    'auth: { mode: team }\ndatabase: { url: "env:DATABASE", connections: 5 }\ndataDir: ./data\n',
  );
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(opened.map((one) => one.close()));
});

async function openServer(): Promise<OpenedWorkbench> {
  const config = await loadConfig(path.join(place.dataDir, 'config.yaml'), { DATABASE: place.database.url });
  const server = await openWorkbench(config, log, quick);
  opened.push(server);
  await server.access.open({
    origin: 'http://127.0.0.1:4300',
    otherOrigins: [],
    port: 4300 + opened.length,
    secret: 'of the test, and long enough for it',
  });
  return server;
}

const start = (server: OpenedWorkbench, text: string): Promise<Run> =>
  server.runs.start(startRunSchema.parse({ text }));

async function endOf(server: OpenedWorkbench, id: string): Promise<Run> {
  for await (const { run } of server.runs.watch(id, AbortSignal.timeout(60_000))) if (isEnded(run.status)) return run;
  throw new Error('The run did not end');
}

const cookieOf = (cookies: readonly string[]): string => cookies.map((one) => one.split(';')[0]).join('; ');

it('share people, sessions, queries, history and results', async () => {
  const [first, second] = [await openServer(), await openServer()];
  const token = (await first.access.setUpPath())?.split('/').at(-1) ?? '';
  // The link of the first server is good on the second one, and no other makes a second first admin.
  const other = (await second.access.setUpPath())?.split('/').at(-1) ?? '';
  const accept = (server: OpenedWorkbench, link: string, name: string) =>
    server.access.accept(
      { token: link, password: PASSWORD, name, email: `${name}@example.org` },
      new Headers({ 'x-joinery-address': '127.0.0.1' }),
    );
  const answers = await Promise.allSettled([accept(second, token, 'root'), accept(first, other, 'boot')]);
  const [made] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await first.people.names()).length).toBe(1);
  const cookie = cookieOf(made?.cookies ?? []);
  const callers = await Promise.all([first, second].map((one) => one.access.callerOf({ cookie }, '127.0.0.1')));
  expect(callers.map((caller) => caller?.role)).toEqual(['admin', 'admin']);
  expect(callers[0]?.id).toBe(callers[1]?.id);

  const query = await first.queries.save({
    title: 'Revenue',
    description: '',
    kind: 'statement',
    text: 'SELECT 1',
    target: 'federated',
    rowLimit: 10,
    parameters: [],
    tags: [],
    collection: '',
  });
  expect((await second.queries.get(query.id)).title).toBe('Revenue');
  const { id } = await start(first, 'SELECT 42 AS answer');
  expect(await endOf(second, id)).toMatchObject({ status: 'succeeded', rows: 1 });
  const window = { offset: 0, limit: 5, firstColumn: 0, lastColumn: 0 };
  expect((await second.results.window(id, window)).rows).toEqual([[42]]);
  expect((await second.history.runs({ q: 'answer', limit: 5 })).runs.map((run) => run.id)).toEqual([id]);
  const few = {
    timeZone: 'UTC',
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
  };
  expect((await second.history.performance(few)).totals.runs).toBe(1);
  await second.connections.save({
    id: 'added',
    driver: 'postgres',
    options: { host: '127.0.0.1', port: 1, database: 'a', user: 'b', password: 'c' },
  });
  await expect
    .poll(async () => (await first.connections.list()).map(({ summary }) => summary.id), patience)
    .toContain('added');
});

it('count tries to sign in together', async () => {
  const [first, second] = [await openServer(), await openServer()];
  const tries = Array.from({ length: 12 }, (_, index) =>
    (index % 2 === 0 ? first : second).access
      .signIn(
        { email: 'nobody@example.org', password: 'wrong' },
        new Headers({ 'x-joinery-address': `10.0.0.${index}` }),
      )
      .catch((thrown: { code: string }) => thrown.code),
  );
  const codes = await Promise.all(tries);
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(8);
  expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(4);
});

it('leave each other’s runs alone at a start, and stop them for each other', async () => {
  const first = await openServer();
  const { id } = await start(first, ENDLESS);
  const second = await openServer();
  await expect.poll(async () => (await second.runs.get(id)).status, patience).toBe('running');
  const mark = await second.history.run(id);
  expect(mark.status).toBe('running');
  expect(await second.runs.cancel(id)).toMatchObject({ status: 'cancelled' });
  expect((await first.runs.get(id)).status).toBe('cancelled');
});

it('mark the runs of one that was killed interrupted, and of no other', async () => {
  const first = await openServer();
  const child = fork(path.join(import.meta.dirname, 'servers/history-holder.ts'), [place.dataDir, place.database.url], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  await new Promise((resolve) => child.once('message', resolve));
  const { id } = await start(first, ENDLESS);
  expect((await first.history.run('of-the-child')).status).toBe('running');
  child.kill('SIGKILL');
  await expect.poll(async () => (await first.history.run('of-the-child')).status, patience).toBe('interrupted');
  expect(isEnded((await first.runs.get(id)).status)).toBe(false);
  await first.runs.cancel(id);
});

it('go on when PostgreSQL was restarted, and lose no end of a run', async () => {
  const [first, second] = [await openServer(), await openServer()];
  const { id } = await start(first, ENDLESS);
  await expect.poll(async () => (await second.runs.get(id)).status, patience).toBe('running');
  const restarting = places.server.restart();
  const ending = first.runs.cancel(id);
  await restarting;
  await ending;
  await expect.poll(() => second.runs.get(id).then((run) => run.status, String), patience).toBe('cancelled');
  const again = await start(second, 'SELECT 1');
  expect(await endOf(second, again.id)).toMatchObject({ status: 'succeeded' });
});

it('refuse another data folder than that of the others', async () => {
  await openServer();
  const elsewhere = await places.make();
  await expect(openHistory({ ...place, dataDir: elsewhere.dataDir, server: quick })).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining('another data folder'),
  });
});

it('make the tables once, however many start together', async () => {
  const bare = await places.makeBare();
  const made = await Promise.all(Array.from({ length: 4 }, () => migratePostgres(bare)));
  expect(made.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  const histories = await Promise.all(
    [1, 2].map(() => openHistory({ dataDir: place.dataDir, database: bare, server: quick })),
  );
  await histories[0]?.insertRun(sampleRun('one', { text: 'a NUL \0 and a smile 🧮', status: 'succeeded' }));
  expect((await histories[1]?.run('one'))?.text).toBe('a NUL \uFFFD and a smile 🧮');
  await Promise.all(histories.map((history) => history.close()));
});

it('say plainly that the database is away, without its password', async () => {
  const url = 'postgres://joinery:secret-8Kq@127.0.0.1:1/joinery';
  const failure = await openHistory({ dataDir: place.dataDir, database: { url, connections: 5 } }).catch(
    (thrown: unknown) => thrown,
  );
  expect(failure).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('127.0.0.1:1/joinery') });
  expect((failure as Error).message).toContain('ECONNREFUSED');
  expect((failure as Error).message).not.toContain('secret-8Kq');
});
