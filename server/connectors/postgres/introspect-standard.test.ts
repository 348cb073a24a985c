/** A server without all of PostgreSQL's catalogs, as Redshift is: played by one that may not run a function which their queries need. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { fetchAll, never, wholeTable, withSession } from '../conformance/context.ts';
import { openConnector, tableNamed } from './test-support.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  const admin = await server.adminClient();
  await admin.query(`
    CREATE TABLE every_type (id bigint NOT NULL, name varchar(20), code char(3), amount numeric(12,2), open_amount numeric, day date, moment timestamptz,
      local timestamp, at time, ok boolean, small smallint, ratio double precision, tags text[], numbers int[], uid uuid, body jsonb, raw bytea, span interval);
    INSERT INTO every_type (id, name, amount, tags) VALUES (1, 'a', 1.5, '{x,y}'), (2, 'B', NULL, NULL);
    CREATE VIEW some_of_it AS SELECT id, name FROM every_type;
    CREATE ROLE limited LOGIN PASSWORD 'limited'; GRANT SELECT ON every_type, some_of_it TO limited;
    REVOKE SELECT ON pg_catalog.pg_roles FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION pg_catalog.to_jsonb(anyelement) FROM PUBLIC`);
  await admin.end();
});
afterAll(() => server?.stop());

const limited = () => openConnector({ ...server, user: 'limited', password: 'limited' }, { flavor: 'compatible' });

it('reads tables, columns and types from the views of the standard, and says what is missing', async () => {
  const [whole, standard] = [openConnector(server, { flavor: 'compatible' }), limited()];
  const [full, seen] = [await tableNamed(whole, 'every_type'), await tableNamed(standard, 'every_type')];
  const shape = (table: typeof full) =>
    table.columns.map(({ name, type, nullable, sourceType }) => [name, sourceType, type, nullable]);
  expect(shape(seen)).toEqual(shape(full));
  expect(seen.columns.every(({ collation }) => collation === undefined)).toBe(true);
  const { tables, serverLabel } = await standard.introspect(never());
  expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
    ['every_type', 'table'],
    ['some_of_it', 'view'],
  ]);
  expect(await standard.test(never())).toMatchObject({
    serverLabel,
    account: { canWrite: true, advice: expect.stringContaining('does not tell') },
  });
  expect(serverLabel).toMatch(/^PostgreSQL \d/);
  await whole.close();
  await standard.close();
});

it('reads rows and sends only filters on texts that can do no harm', async () => {
  const connector = limited();
  const table = await tableNamed(connector, 'every_type');
  const value = { type: 'VARCHAR', value: 'a' } as const;
  const comparison = (operator: '=' | '<>' | '<') => ({ kind: 'comparison', column: 'name', operator, value }) as const;
  expect(['=', '<>', '<'].map((one) => connector.dialect.accepts(comparison(one as '='), table))).toEqual([
    'superset',
    'no',
    'no',
  ]);
  const filters = [comparison('=')];
  const columns = table.columns.slice(0, 2);
  const bytes = await withSession(connector, (session) => fetchAll(session, wholeTable(table, { columns, filters })));
  expect(bytes?.toString()).toBe('1,a\n');
  const native = { kind: 'native', sql: 'SELECT name, amount FROM every_type ORDER BY id' } as const;
  expect((await withSession(connector, (session) => fetchAll(session, native)))?.toString()).toBe('a,1.50\nB,\n');
  await connector.close();
});
