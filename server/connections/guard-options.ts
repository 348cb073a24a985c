/** What a connection added in the browser may not point at: Joinery's own files and variables. config.yaml's author may do as he likes. */
import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { JoineryError } from '../errors.ts';

interface Surroundings {
  readonly baseDir: string;
  readonly dataDir: string;
}

const ownVariable = /^env:\s*JOINERY_|\$\{JOINERY_/;
/** Names that drivers give to options which hold a path. */
const pathName = /(^|[a-z])(path|file)$/i;

export function guardOptions(options: Readonly<Record<string, unknown>>, around: Surroundings): void {
  for (const [option, value] of Object.entries(options)) check(option, value, around);
}

function check(option: string, value: unknown, around: Surroundings): void {
  if (Array.isArray(value)) for (const item of value) check(option, item, around);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) check(`${option}.${name}`, item, around);
  } else if (typeof value === 'string') {
    if (ownVariable.test(value)) throw forbidden(option, 'variables of Joinery itself cannot be referred to');
    const path = /^file:(.+)$/s.exec(value)?.[1]?.trim() ?? (pathName.test(option) ? value : undefined);
    if (path !== undefined && isInside(resolve(around.baseDir, path), around.dataDir))
      throw forbidden(option, 'the folder in which Joinery keeps its own data cannot be read');
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(real(folder), real(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) !== way);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const forbidden = (option: string, why: string): JoineryError =>
  new JoineryError('config_invalid', `${option}: ${why}.`, { option, hint: 'config.yaml may do so, if it has to be.' });
