/** For this folder's tests: a connector on the test server. */
import type { PostgresServer } from '../../../test/servers/postgres.ts';
import { never } from '../conformance/context.ts';
import type { Connector, TableInfo } from '../connector.ts';
import { postgresDriver } from './driver.ts';

export function openConnector(
  server: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password' | 'database'>,
  changes: object = {},
  warn: (message: string) => void = () => {},
): Connector {
  const { host, port, user, password, database } = server;
  const options = postgresDriver.optionsSchema.parse({ host, port, user, password, database, ...changes });
  const log = { debug() {}, info() {}, warn };
  return postgresDriver.create(options, { id: 'shop', baseDir: import.meta.dirname, log });
}

export async function tableNamed(connector: Connector, name: string): Promise<TableInfo> {
  const table = (await connector.introspect(never())).tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`No table ${name}.`);
  return table;
}
