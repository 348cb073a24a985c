import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, makeAuthority } from '../../../test/servers/certificate.ts';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import { errorOf } from '../conformance/context.ts';
import { expectChecks, reachTests } from '../conformance/reach-tests.ts';
import { never, openConnector } from './test-support.ts';

const authority = makeAuthority();
const { certificate: ca } = authority;
let folder: string;
let server: MariadbServer;

async function writeCertificate(name: string, { certificate, key }: Certificate): Promise<string[]> {
  await writeFile(join(folder, `${name}.crt`), certificate);
  await writeFile(join(folder, `${name}.key`), key);
  return [`--ssl-cert=${join(folder, `${name}.crt`)}`, `--ssl-key=${join(folder, `${name}.key`)}`];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-certificates-'));
  const serverOptions = await writeCertificate('server', authority.issue(['localhost', '127.0.0.1']));
  server = await startMariadb({ serverOptions });
  await server.exec(`
    CREATE USER reader@localhost IDENTIFIED BY 'reader';
    GRANT SELECT ON test.* TO reader@localhost;
    CREATE USER outsider@localhost IDENTIFIED BY 'outsider';
    CREATE USER encrypted@localhost IDENTIFIED BY 'encrypted' REQUIRE SSL;
    GRANT SELECT ON test.* TO encrypted@localhost`);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What "Test connection" answers: the error, or the cipher that the server says the connection has. */
async function tested(changes: Record<string, unknown>, on = server): Promise<unknown> {
  const connector = openConnector(on, changes);
  try {
    await connector.test(never);
    const session = await connector.openSession({ runId: 'tls', signal: never });
    const sql =
      "SELECT VARIABLE_VALUE AS cipher FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'";
    const stream = await session.fetch({ kind: 'native', sql }, never);
    let text = '';
    if (stream.kind === 'csv') for await (const chunk of stream.bytes) text += Buffer.from(chunk).toString();
    await session.close();
    return { encrypted: text !== '""\n' };
  } catch (error) {
    return error;
  } finally {
    await connector.close();
  }
}

const reader = { user: 'reader', password: 'reader' };

describe('a connection that cannot be made says why', () => {
  reachTests(tested, 'source', [
    [
      'an account without the database',
      { user: 'outsider', password: 'outsider' },
      'source_privilege',
      /may not use this database/,
    ],
  ]);
});

describe('encryption', () => {
  it('checks the authority and the name, or neither, as told', async () => {
    await expectChecks((changes) => tested({ ...reader, ...changes }), ca);
  });

  it('reads the authority from a file, and says so if there is none', async () => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, ca);
    expect(await tested({ ...reader, ssl: true, ca: file })).toEqual({ encrypted: true });
    const missing = await tested({ ...reader, ssl: true, ca: join(folder, 'missing.pem') });
    expect(missing).toMatchObject({ code: 'source_unreachable', message: expect.stringMatching(/cannot be read/) });
  });

  it('is named where an account must use it', async () => {
    const account = { user: 'encrypted', password: 'encrypted' };
    expect(await tested({ ...account, ssl: false })).toMatchObject({
      code: 'source_auth_failed',
      hint: expect.stringMatching(/ssl: true/),
    });
    expect(await tested({ ...account, ssl: true, ca })).toEqual({ encrypted: true });
  });

  it('refuses a certificate for another name, or whose time is over, and a server without one', async () => {
    const cases = [
      [await writeCertificate('other', authority.issue(['localhost'])), /for another name/],
      [await writeCertificate('expired', authority.issue(['127.0.0.1'], { isExpired: true })), /expired/],
      [['--skip-ssl'], /offers no encryption/],
    ] as const;
    for (const [serverOptions, message] of cases) {
      const other = await startMariadb({ serverOptions });
      const answer = await tested({ ssl: true, ca }, other);
      await other.stop();
      expect(answer).toMatchObject({ code: 'source_unreachable', message: expect.stringMatching(message) });
    }
  });

  it('stops a query on the server over an encrypted connection too', async () => {
    const connector = openConnector(server, { ssl: true, ca });
    const session = await connector.openSession({ runId: 'tls', signal: never });
    const controller = new AbortController();
    const sql = 'SELECT a.seq FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0';
    const fetching = session.fetch({ kind: 'native', sql }, controller.signal);
    const running = () => server.exec("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT a.seq%'");
    await expect.poll(async () => (await running()).length).toBe(1);
    controller.abort();
    const outcome = fetching.then(async (stream) => {
      if (stream.kind === 'csv') for await (const _ of stream.bytes);
    });
    expect(await errorOf(outcome)).toMatchObject({ name: 'Cancelled' });
    await expect.poll(async () => (await running()).length).toBe(0);
    await session.close();
    await connector.close();
  });
});
