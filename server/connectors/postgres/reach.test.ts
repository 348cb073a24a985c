import { chown, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../../test/servers/certificate.ts';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { errorOf, never } from '../conformance/context.ts';
import { expectChecks, reachTests } from '../conformance/reach-tests.ts';
import { openConnector } from './test-support.ts';

let server: PostgresServer;
let admin: pg.Client;
const authority = makeAuthority();
const { certificate: ca } = authority;

beforeAll(async () => {
  server = await startPostgres();
  admin = await server.adminClient();
  await admin.query(`
    CREATE ROLE reader LOGIN PASSWORD 'reader';
    CREATE ROLE outsider LOGIN PASSWORD 'outsider';
    REVOKE CONNECT ON DATABASE test FROM PUBLIC;
    GRANT CONNECT ON DATABASE test TO reader`);
});

afterAll(async () => {
  await admin.end();
  await server.stop();
});

/** What "Test connection" answers: the error, or whether the server says that the connection is encrypted. */
async function tested(changes: object): Promise<unknown> {
  const connector = openConnector(server, changes);
  try {
    await connector.test(never());
    const answer = await admin.query<{ ssl: boolean }>(
      "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'joinery' ORDER BY backend_start DESC LIMIT 1",
    );
    return { encrypted: answer.rows[0]?.ssl };
  } catch (error) {
    return error;
  } finally {
    await connector.close();
  }
}

/** The server reads its files a moment later. */
async function useCertificate(names: readonly string[], options: { isExpired?: boolean } = {}): Promise<void> {
  const { certificate, key } = authority.issue(names, options);
  const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory');
  const folder = rows[0]?.data_directory ?? '';
  const { uid, gid } = await stat(folder);
  for (const [name, text] of [
    ['server.crt', certificate],
    ['server.key', key],
  ] as const) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    await chown(join(folder, name), uid, gid);
  }
  await admin.query('ALTER SYSTEM SET ssl = on');
  await admin.query('SELECT pg_reload_conf()');
}

describe('a connection that cannot be made says why', () => {
  reachTests(tested, 'shop', [
    ['no password', { password: '' }, 'source_auth_failed', /asks for a password/],
    [
      'an account that may not connect',
      { user: 'outsider', password: 'outsider' },
      'source_privilege',
      /may not connect/,
    ],
    ['a server without encryption', { ssl: true }, 'source_unreachable', /offers no encryption/],
  ]);
});

describe('encryption', () => {
  it('checks the authority and the name, or neither, as told', async () => {
    await useCertificate(['localhost', '127.0.0.1']);
    await expect.poll(() => tested({ ssl: true, ca })).toEqual({ encrypted: true });
    await expectChecks(tested, ca);
  });

  it('reads the authority from a file, and says so if there is none', async () => {
    const file = join(import.meta.dirname, `ca-${process.pid}.pem`);
    expect(await tested({ ssl: true, ca: file })).toMatchObject({
      code: 'source_unreachable',
      message: expect.stringMatching(/CA file does not exist/),
    });
  });

  it('refuses a certificate for another name, or whose time is over', async () => {
    await useCertificate(['localhost']);
    await expect
      .poll(() => tested({ ssl: true, ca }))
      .toMatchObject({ code: 'source_unreachable', message: expect.stringMatching(/for another name/) });
    await useCertificate(['127.0.0.1'], { isExpired: true });
    await expect
      .poll(() => tested({ ssl: true, ca }))
      .toMatchObject({ code: 'source_unreachable', message: expect.stringMatching(/expired/) });
  });

  it('stops a query on the server over an encrypted connection too', async () => {
    await useCertificate(['127.0.0.1']);
    await expect.poll(() => tested({ ssl: true, ca })).toEqual({ encrypted: true });
    const connector = openConnector(server, { ssl: true, ca });
    const session = await connector.openSession({ runId: 'tls', signal: never() });
    const controller = new AbortController();
    const sql = 'SELECT count(*) FROM generate_series(1, 1000000000)';
    const stream = await session.fetch({ kind: 'native', sql }, controller.signal);
    const reading = (async () => {
      if (stream.kind === 'csv') for await (const _ of stream.bytes);
    })();
    controller.abort();
    expect(await errorOf(reading)).toMatchObject({ name: 'Cancelled' });
    await expect
      .poll(
        async () =>
          (
            await admin.query(
              "SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%1000000000%' AND pid <> pg_backend_pid()",
            )
          ).rowCount,
      )
      .toBe(0);
    await session.close();
    await connector.close();
  });

  it('is asked for where the server takes nothing else', async () => {
    const { rows } = await admin.query<{ hba_file: string }>('SHOW hba_file');
    const file = rows[0]?.hba_file ?? '';
    await writeFile(file, 'hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all postgres 127.0.0.1/32 reject\n');
    await admin.query('SELECT pg_reload_conf()');
    await expect
      .poll(() => tested({ user: 'reader', password: 'reader', ssl: false }))
      .toMatchObject({ code: 'source_auth_failed', hint: expect.stringMatching(/ssl: true/) });
    expect(await tested({ user: 'reader', password: 'reader', ssl: true, ca })).toEqual({ encrypted: true });
  });
});
