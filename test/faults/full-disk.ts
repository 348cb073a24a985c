/** Run by limits.test.ts in a process whose files may not grow: one run that writes too much, and a small one behind it. Prints what became of them. */
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { contextOf, engineOver } from '../engine-over.ts';

const folder = process.argv[2] ?? '';
const web = filesDriver.create(filesDriver.optionsSchema.parse({ path: '.' }), contextOf(folder)('web'));
const engine = await engineOver({ web }, folder);
const [outcome] = await Promise.allSettled([engine.run("SELECT *, repeat('y', 200) || id AS more FROM web.many")]);
const failure =
  outcome.status === 'rejected'
    ? { name: outcome.reason.name, code: outcome.reason.code, message: outcome.reason.message }
    : undefined;
const { rows } = await engine.rows('SELECT count(*) FROM web.many');
const left = (await readdir(folder)).filter((name) => name.startsWith('run-'));
process.stdout.write(`${JSON.stringify({ failure, after: rows, left })}\n`);
await engine.close();
