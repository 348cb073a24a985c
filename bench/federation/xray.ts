/**
 * `npm run bench:xray -- --home FOLDER`: what the join X-ray of TPC-H's orders (PostgreSQL) and lineitem (MariaDB) costs its sources, with small
 * questions and exactly. Data and servers are those of `npm run bench:federation`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { XrayFrame } from '../../lib/contract/join-xray.ts';
import { readOptions, usage } from './options.ts';
import { startSources } from './setup/sources.ts';

const ask = promisify(execFile);
const cli = path.resolve(import.meta.dirname, '../../cli/joinery.mjs');
const document = `version: 1
inputs:
  - { alias: o, table: { connection: pg, schema: public, table: orders } }
  - { alias: l, table: { connection: my, schema: tpch, table: lineitem } }
steps:
  - join: left
    keys: [{ left: o.o_orderkey, right: l.l_orderkey }]
`;

const options = readOptions(process.argv.slice(2));
if (options === undefined) throw new Error(usage);
await using cleanup = new AsyncDisposableStack();
const { postgres, mariadb } = await startSources(options.home, options.scaleFactor, cleanup);

const own = await mkdtemp(path.join(tmpdir(), 'joinery-bench-xray-'));
cleanup.defer(() => rm(own, { recursive: true, force: true }));
const [config, join] = [path.join(own, 'config.yaml'), path.join(own, 'join.yaml')];
const connections = { pg: { driver: 'postgres', ...postgres.login }, my: { driver: 'mysql', ...mariadb.login } };
await writeFile(config, `dataDir: ${JSON.stringify(own)}\nconnections: ${JSON.stringify(connections)}\n`);
await writeFile(join, document);
await ask(process.execPath, [cli, 'metadata', 'refresh', '--config', config]);
for (const [name, further] of [
  ['small questions', []],
  ['exactly', ['--exact']],
] as const) {
  for (let round = 0; round < options.rounds; round += 1) {
    const { stdout } = await ask(process.execPath, [
      cli,
      'join',
      join,
      '--xray',
      '--format',
      'json',
      '--config',
      config,
      ...further,
    ]);
    const [frame] = JSON.parse(stdout) as XrayFrame[];
    if (frame === undefined) throw new Error('Nothing was measured.');
    const { ms, queries, rowsRead, left, right, expectedRows, warnings } = frame;
    console.log(`${name}: ${ms} ms, ${queries} queries, ${rowsRead} rows read`);
    console.log(JSON.stringify({ left, right, expectedRows, warnings }));
  }
}
