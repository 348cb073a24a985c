import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { PreparationError, say, secondsSince } from './say.mjs';

/** Hash of the package-lock.json that node_modules was installed from. */
const stampPath = inRoot('node_modules/.joinery-lock');

/** Runs `npm ci` when node_modules is missing or belongs to another package-lock.json. */
export function ensureInstalled() {
  const lockHash = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (isInstalled(lockHash)) return;
  const since = performance.now();
  say('installing packages (about a minute, and 1.5 GB of disk)');
  npmCi();
  writeFileSync(stampPath, lockHash);
  say(`packages installed (${secondsSince(since)})`);
}

function isInstalled(lockHash) {
  if (existsSync(stampPath)) return readFileSync(stampPath, 'utf8') === lockHash;
  // Installed by hand: npm's own record, written at the end of an install, is then newer than the lock file.
  const record = inRoot('node_modules/.package-lock.json');
  if (!existsSync(record) || statSync(record).mtimeMs < statSync(inRoot('package-lock.json')).mtimeMs) return false;
  writeFileSync(stampPath, lockHash);
  return true;
}

function npmCi() {
  // The system's Node runs npm: the one in node_modules is replaced meanwhile.
  const searchPath = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => !entry.includes('node_modules'));
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: searchPath.join(path.delimiter) } },
  );
  if (error) throw new PreparationError(`npm could not be run: ${error.message}`);
  if (status !== 0) {
    throw new PreparationError(
      'the packages could not be installed; npm says why above. Behind a proxy or mirror, set it with "npm config set registry" or HTTPS_PROXY and start again.',
    );
  }
}

/** Makes what is made from packages and schema (database client, editor files); does nothing where they are up to date. */
export function ensureGenerated(node) {
  const { status, stdout, stderr } = spawnSync(node, [inRoot('scripts/postinstall.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new PreparationError(`generated files could not be made:\n${stdout}${stderr}`);
}
