// `npm start`: from a fresh clone to a running workbench. Plain JavaScript, because an old Node may have to run it; see README.md.
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { freePortFrom } from './lib/free-port.mjs';
import { inRoot } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { runMain } from './lib/say.mjs';
import { supervise } from './lib/supervise.mjs';

const DEFAULT_PORT = 4300;

const usage = `npm start                             the workbench with its demo sources
npm start -- --config my.yaml         the workbench on your own connections
npm start -- --port 4400              another port than ${DEFAULT_PORT} (or the next free one)
npm start -- --host ADDRESS           another address than 127.0.0.1
Ctrl+C stops everything that was started.`;

await runMain(async () => {
  const given = process.argv.slice(2);
  const has = (option) => given.some((argument) => argument === option || argument.startsWith(`${option}=`));
  if (has('--help') || has('-h')) {
    console.log(usage);
    return;
  }
  const node = prepare();
  ensureBuilt(node);
  const args = ['start', ...withAbsoluteConfig(given)];
  if (!has('--config') && !has('--demo')) args.push('--demo');
  if (!has('--port')) args.push('--port', String(await freePortFrom(DEFAULT_PORT)));
  process.exitCode = await supervise(node, inRoot('cli/joinery.mjs'), args);
});

/** npm runs this script in the project's folder; a relative path means the folder in which the user typed it. */
function withAbsoluteConfig(args) {
  const folder = process.env.INIT_CWD ?? process.cwd();
  return args.map((argument, index) => {
    if (args[index - 1] === '--config') return path.resolve(folder, argument);
    return argument.startsWith('--config=') ? `--config=${path.resolve(folder, argument.slice(9))}` : argument;
  });
}
