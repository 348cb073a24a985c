import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { PreparationError, say, secondsSince } from './say.mjs';

/** What the built page is made from. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'server',
  'public',
  'next.config.ts',
  'tsconfig.json',
  'package-lock.json',
];
/** Hash of the sources that `.next` was built from. */
const stampPath = inRoot('.next/joinery-sources');

/** Runs `next build` when a source has changed since the last one. Answers whether it did. */
export function ensureBuilt(node) {
  const hash = hashSources();
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash) return false;
  const since = performance.now();
  say('building the page (half a minute; only after an update)');
  const { status, stdout, stderr } = spawnSync(node, [inRoot('node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new PreparationError(`the page could not be built:\n${stdout ?? ''}${stderr ?? ''}`);
  writeFileSync(stampPath, hash);
  say(`page built (${secondsSince(since)})`);
  return true;
}

function hashSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(inRoot(source))) {
      hash.update(`${path.relative(root, file)}\0`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Files below a path, in a fixed order, without tests and without what is generated from packages. */
function filesOf(start) {
  if (!existsSync(start)) return [];
  if (!statSync(start).isDirectory()) return [start];
  return readdirSync(start, { withFileTypes: true })
    .filter((entry) => entry.name !== 'monaco' && entry.name !== 'generated' && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(path.join(start, entry.name)) : [path.join(start, entry.name)]));
}
