#!/usr/bin/env node
// Entry of the `joinery` command. Plain JavaScript, because an old Node may have to run it: then it hands over to the Node that npm installed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findNode } from '../scripts/lib/node-version.mjs';
import { runMain } from '../scripts/lib/say.mjs';

await runMain(async () => {
  const node = findNode();
  if (node === process.execPath) {
    process.removeAllListeners('warning');
    const { main } = await import('./main.ts');
    process.exitCode = await main(process.argv.slice(2));
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl+C to both of us, `kill` only to this one: the child takes two at once for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
