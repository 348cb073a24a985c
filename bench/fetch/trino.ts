/**
 * Fetch speed of Trino: `JOINERY_TRINO_HOME=... node bench/fetch/trino.ts [--rows 1000000] [--rounds 3]`. A Trino of its own where it is installed (docs/testing.md), a table of three columns in its memory;
 * Joinery's whole statement over all rows and columns against Trino's own JavaScript client reading the same and throwing it away, alternating. That client rounds numbers above 2^53; here there are none.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BasicAuth, Trino } from 'trino-client';
import { trinoDriver } from '../../server/connectors/trino/index.ts';
import { contextOf, engineOver } from '../../test/engine-over.ts';
import { findTrino, startTrino, trinoRows } from '../../test/servers/trino.ts';
import { compare, printHead } from './compare.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const installation = findTrino();
if (installation === undefined) throw new Error('There is no Trino here: set JOINERY_TRINO_HOME, and have a JDK 24.');

await using cleanup = new AsyncDisposableStack();
const server = await startTrino(installation);
cleanup.defer(() => server.stop());
await trinoRows(
  server,
  `CREATE TABLE memory.default.measured AS SELECT orderkey AS id, CAST(totalprice AS decimal(12,2)) AS amount, clerk AS label FROM tpch.sf10.orders LIMIT ${rows}`,
);

const address = `http://${server.host}:${server.port}`;
async function drainTrino(): Promise<void> {
  const own = Trino.create({ server: address, catalog: 'memory', schema: 'default', auth: new BasicAuth('bench') });
  let seen = 0;
  for await (const { data, error } of await own.query('SELECT * FROM measured')) {
    if (error !== undefined) throw new Error(error.message);
    seen += data?.length ?? 0;
  }
  if (seen !== rows) throw new Error(`The client saw ${seen} rows.`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'joinery-bench-trino-'));
const options = { host: server.host, port: server.port, catalog: 'memory', user: 'bench' };
const engine = await engineOver(
  { lake: trinoDriver.create(trinoDriver.optionsSchema.parse(options), contextOf(folder)('lake')) },
  folder,
);
cleanup.defer(() => engine.close());

printHead(rows);
await compare(
  { source: 'Trino', table: 'lake.measured', drain: drainTrino },
  { engine, rows, rounds: Number(values.rounds) },
);
