import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { JoineryError } from '../errors.ts';

const MARK = 'prisma/migrations';

function isRoot(folder: string): boolean {
  return existsSync(path.join(/* turbopackIgnore: true */ folder, MARK));
}

/**
 * Folder of the installed project: where `prisma/migrations` lies. Looked for upwards from this file (which a bundler may have moved below
 * the project) and then from the working directory.
 */
export function findProjectRoot(): string {
  const starts = [
    import.meta.url.startsWith('file:') ? path.dirname(fileURLToPath(import.meta.url)) : '',
    process.cwd(),
  ];
  for (const start of starts) {
    for (let folder = start; folder !== ''; folder = path.dirname(folder)) {
      if (isRoot(folder)) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  throw new JoineryError('internal', `The folder ${MARK} of the installation cannot be found.`, {
    hint: 'Start Joinery from its own folder.',
  });
}
