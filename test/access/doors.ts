/** Every way in: route files, server actions and pages under app/, and how each comes to the server. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Door {
  /** Path of the file in the project. */
  readonly file: string;
  readonly kind: 'route' | 'action' | 'page';
  /** Its exported handlers, actions, or the page. */
  readonly name: string;
  /** Source of the function itself; for a route that hands on another's, that of the other. */
  readonly source: string;
}

const actionPattern = /export async function (\w+)[\s\S]*?\n}\n/g;
const routePattern =
  /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b[\s\S]*?(?:\n}\n|;\n)(?=\n|$)/g;
const handedOnPattern = /export \{ ([\w, ]+) \} from '([^']+)';/g;
const renamedPattern = /export \{ ([\w ,]+) \};/g;

export async function findDoors(root: string): Promise<Door[]> {
  const files = (await readdir(path.join(root, 'app'), { recursive: true })).map((file) => path.join('app', file));
  const doors: Door[] = [];
  for (const file of files.sort()) {
    const base = path.basename(file);
    if (base === 'route.ts') doors.push(...(await routesOf(root, file, file)));
    else if (base === 'page.tsx') doors.push({ file, kind: 'page', name: 'page', source: await read(root, file) });
    else if (/\.tsx?$/.test(base) && !base.includes('.test.')) doors.push(...(await actionsOf(root, file)));
  }
  return doors;
}

const read = (root: string, file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

async function actionsOf(root: string, file: string): Promise<Door[]> {
  const source = await read(root, file);
  if (!/^['"]use server['"];/m.test(source)) return [];
  const found = [...source.matchAll(actionPattern)].map(([text, name = '']) => ({ name, source: text }));
  const exported = [...source.matchAll(/^export (?!type|interface)/gm)].length;
  // An export in another form would go unseen.
  if (found.length !== exported) throw new Error(`${file}: ${exported} exports, ${found.length} of them read`);
  return found.map((one) => ({ file, kind: 'action' as const, ...one }));
}

async function routesOf(root: string, file: string, origin: string): Promise<Door[]> {
  const source = await read(root, origin);
  const doors: Door[] = [];
  for (const [, names = '', target = ''] of source.matchAll(handedOnPattern)) {
    const next = path.join(path.dirname(origin), target);
    for (const door of await routesOf(root, file, next)) if (names.includes(door.name)) doors.push(door);
  }
  for (const [, names = ''] of source.matchAll(renamedPattern))
    for (const name of names.matchAll(/as (\w+)/g)) doors.push({ file, kind: 'route', name: name[1] ?? '', source });
  for (const [text, name = ''] of source.matchAll(routePattern))
    doors.push({ file, kind: 'route', name, source: text });
  if (doors.length === 0) throw new Error(`${origin}: no handler found in it`);
  return doors;
}
