/** Why a service that is reached by HTTPS cannot be: BigQuery, Snowflake and Trino say it alike. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../test/servers/certificate.ts';
import { bigqueryDriver } from './bigquery/index.ts';
import { expectError, never } from './conformance/context.ts';
import type { Connector, Driver } from './connector.ts';
import { snowflakeDriver } from './snowflake/index.ts';
import { trinoDriver } from './trino/index.ts';

const authority = makeAuthority();
const started: Server[] = [];
async function portOf(server: Server): Promise<number> {
  started.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const withCertificate = (names: readonly string[], options?: { readonly isExpired?: boolean }): Promise<number> => {
  const { certificate, key } = authority.issue(names, options);
  return portOf(createSecureServer({ cert: certificate, key }, (_, response) => response.end('{}')));
};

let unsigned: number;
let plain: number;
beforeAll(async () => {
  unsigned = await withCertificate(['127.0.0.1']);
  plain = await portOf(createServer((_, response) => response.end('{}')));
});
afterAll(() => {
  for (const server of started) server.close();
});

const opened = <Options>(driver: Driver<Options>, options: object): Connector => {
  const log = { debug() {}, info() {}, warn() {} };
  return driver.create(driver.optionsSchema.parse(options), { id: 'far', baseDir: import.meta.dirname, log });
};
const services: Readonly<Record<string, (port: number) => Connector>> = {
  BigQuery: (port) =>
    opened(bigqueryDriver, {
      projectId: 'p',
      dataset: 'd',
      accessToken: 't',
      apiEndpoint: `https://127.0.0.1:${port}`,
    }),
  Snowflake: (port) =>
    opened(snowflakeDriver, {
      account: 'a',
      user: 'u',
      password: 'p',
      database: 'D',
      host: '127.0.0.1',
      port,
      connectTimeoutMs: 15_000,
    }),
  Trino: (port) => opened(trinoDriver, { host: '127.0.0.1', port, catalog: 'c', user: 'u', password: 'p', ssl: true }),
};

describe.each(Object.entries(services))('%s', (_, open) => {
  const why = async (port: number): Promise<string> => {
    const connector = open(port);
    const error = await expectError(connector.test(never()), 'source_unreachable');
    await connector.close();
    expect(error).toMatchObject({ connection: 'far', hint: expect.any(String) });
    return error.message;
  };

  it('says that nobody it trusts signed the certificate', async () => {
    expect(await why(unsigned)).toMatch(/not signed by an authority/);
  });

  it('says that the other side speaks no TLS', async () => {
    expect(await why(plain)).toMatch(/does not speak TLS/);
  });
});
