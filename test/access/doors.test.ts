import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Door, findDoors } from './doors.ts';

const root = path.resolve(import.meta.dirname, '../..');

const shell =
  'a frame without data: what it shows comes from routes and actions; the server asks for a session before it';

/** Ways in that need nobody signed in, and why. Anything else has to come to the server as the one who asks. */
const open: Readonly<Record<string, string>> = {
  'app/healthz/route.ts GET': 'tells only that the server lives',
  'app/readyz/route.ts GET': 'tells only whether the server can work',
  'app/page.tsx page': shell,
  'app/join/page.tsx page': shell,
  'app/history/page.tsx page': shell,
  'app/history/compare/page.tsx page': shell,
  'app/home/page.tsx page': shell,
  'app/performance/page.tsx page': shell,
  'app/sign-in/page.tsx page': 'tells how people sign in here',
  'app/welcome/[token]/page.tsx page': 'its token is the permission; it works once',
  'app/api/access/options/route.ts GET': 'tells how people sign in here',
  'app/api/access/sign-in/route.ts POST': 'checks the password; attempts are counted',
  'app/api/access/sign-out/route.ts POST': 'ends only the session whose cookie it carries',
  'app/api/access/link/route.ts GET': 'its token is the permission',
  'app/api/access/accept/route.ts POST': 'its token is the permission; it works once',
  'app/api/auth/[...all]/route.ts GET': 'two requests of signing in through a provider, all others not found',
  'app/api/auth/[...all]/route.ts POST': 'two requests of signing in through a provider, all others not found',
  'app/api/v1/[[...operation]]/route.ts DELETE': 'says that there is no such operation',
  'app/api/v1/[[...operation]]/route.ts GET': 'says that there is no such operation',
  'app/api/v1/[[...operation]]/route.ts POST': 'says that there is no such operation',
  'app/api/v1/[[...operation]]/route.ts PUT': 'says that there is no such operation',
  'app/api/v1/openapi.json/route.ts GET': 'a description without data; the server asks for a session before it',
};

/** Helpers that call `workbench()` or the check of the session themselves. */
const helpers: Readonly<Record<string, string>> = {
  'endedRun(': 'app/api/v1/ended-run.ts',
  'requireSession(': 'app/session.ts',
  'outcomeOf(': 'app/actions/outcome.ts',
};

const asCaller = /\bworkbench\(\)|requireSession\(\)/;
const nameOf = ({ file, name }: Door): string => `${file} ${name}`;

let doors: Door[];
beforeAll(async () => {
  doors = await findDoors(root);
});

describe('every route, action and page', () => {
  it('is found', () => {
    for (const kind of ['route', 'action', 'page'] as const)
      expect(doors.filter((door) => door.kind === kind).length).toBeGreaterThan(8);
    expect(new Set(doors.map(nameOf)).size).toBe(doors.length);
  });

  it('comes to the server as the one who asks, or is open for a reason', () => {
    const unchecked = doors.filter((door) => !isChecked(door)).map(nameOf);
    expect(unchecked.filter((name) => open[name] === undefined)).toEqual([]);
  });

  it('is not called open without being there', () => {
    const names = new Set(doors.map(nameOf));
    expect(Object.keys(open).filter((name) => !names.has(name))).toEqual([]);
  });

  it('calls helpers that check', async () => {
    for (const file of Object.values(helpers)) {
      const source = await readFile(path.join(root, file), 'utf8');
      expect(/\bworkbench\(\)|requireSession\(\)|access\.current\(\)/.test(source), file).toBe(true);
    }
  });

  it('would be caught without', () => {
    const route = (source: string): Door => ({ file: 'app/api/x/route.ts', kind: 'route', name: 'GET', source });
    expect(isChecked(route('export const GET = answer(async () => serverHost().access.options());'))).toBe(false);
    expect(isChecked(route('export const GET = () => Response.json(secrets);'))).toBe(false);
    expect(isChecked(route('export const GET = answer(async () => (await workbench()).catalog.connections());'))).toBe(
      true,
    );
  });
});

const isChecked = ({ source }: Door): boolean =>
  asCaller.test(source) || Object.keys(helpers).some((call) => source.includes(call));
