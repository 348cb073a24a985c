/** Two started servers over one PostgreSQL and one data folder, by HTTP: who signs in on one is known to the other, and so is what they leave. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startPostgres } from '../test/servers/postgres.ts';
import { type Answer, send } from './fixtures/send.ts';
import { type StartedServer, startServer } from './fixtures/start-server.ts';

const person = { email: 'root@example.org', password: 'a long enough password' };

const post = (server: StartedServer, path: string, body: object, cookie = ''): Promise<Answer> => {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), cookie };
  return send(server, path, { method: 'POST', isSignedIn: false, headers, body: text });
};
const get = (server: StartedServer, path: string, cookie: string): Promise<Answer> =>
  send(server, path, { isSignedIn: false, headers: { cookie } });
const cookieOf = ({ headers }: Answer): string => String([headers['set-cookie']].flat()[0]).split(';')[0] ?? '';

test('a session of one server is a session of the other, and ends on both', async () => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), 'joinery-servers-'));
  const postgres = await startPostgres();
  const servers: StartedServer[] = [];
  try {
    const { user, password, host, port, database } = postgres;
    const config = join(folder, 'config.yaml');
    await writeFile(config, 'auth: { mode: team }\ndatabase: { url: env:DATABASE }\ndataDir: ./data\n');
    const DATABASE = `postgres://${user}:${password}@${host}:${port}/${database}`;
    const first = await startServer(config, [], { DATABASE });
    servers.push(first);
    const second = await startServer(config, [], { DATABASE });
    servers.push(second);
    const link = first.output.map((line) => /\/welcome\/([\w-]+)/.exec(line)?.[1]).find((one) => one !== undefined);

    // The link of one makes the first admin on the other.
    const made = await post(second, '/api/access/accept', { ...person, token: link, name: 'Root' });
    expect(made.status, made.text).toBe(200);
    for (const server of servers) {
      expect((await get(server, '/api/history?limit=5', cookieOf(made))).status).toBe(200);
      expect((await get(server, '/api/history?limit=5', `${cookieOf(made)}x`)).status).toBe(401);
    }
    const signedIn = cookieOf(await post(first, '/api/access/sign-in', person));
    const run = { text: 'SELECT 42 AS answer', target: 'federated', rowLimit: 1, pushdown: 'safe' };
    const started = await post(second, '/api/v1/runs?wait=60', run, signedIn);
    const { id } = JSON.parse(started.text) as { id: string };
    const rows = await get(first, `/api/results/${id}/rows?offset=0&limit=5&columns=0-0`, signedIn);
    expect(JSON.parse(rows.text)).toMatchObject({ rows: [[42]] });

    expect((await post(second, '/api/access/sign-out', {}, signedIn)).status).toBe(200);
    for (const server of servers) expect((await get(server, '/api/history?limit=5', signedIn)).status).toBe(401);
    expect((await get(first, '/api/history?limit=5', cookieOf(made))).status).toBe(200);
    expect(servers.flatMap(({ output }) => output).filter((line) => line.includes(password))).toEqual([]);
  } finally {
    await Promise.all(servers.map((server) => server.stop('SIGTERM')));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
