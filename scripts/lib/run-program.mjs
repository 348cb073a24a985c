import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';

/** The tests start hundreds of processes from the same sources: compiled once, each begins in half the processor time. */
const compileCache = inRoot('node_modules/.cache/node-compile');

/** Runs a script with `node` and answers its exit code. `output` is where it writes: 'inherit', or a file descriptor. */
export function runProgram(node, [script, ...args], { environment = {}, output = 'inherit' } = {}) {
  // Tools that start `node` themselves must find the same one.
  const searchPath = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [script, ...args], {
    cwd: root,
    stdio: ['inherit', output, output],
    env: {
      NODE_COMPILE_CACHE: compileCache,
      ...process.env,
      PATH: searchPath,
      NEXT_TELEMETRY_DISABLED: '1',
      ...environment,
    },
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${script} could not be run: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Path of a file below `test-results/` that is not there yet. */
export function freshResult(name) {
  mkdirSync(inRoot('test-results'), { recursive: true });
  const file = inRoot('test-results', name);
  rmSync(file, { force: true });
  return file;
}
