/** A workbench in team mode over two connections: root (admin), ada (analyst, may use `web`), bo (analyst, may use `web`), vi (viewer, may use `web`). */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isEnded, type Run, startRunSchema } from '../../../lib/contract/run.ts';
import { type OpenedWorkbench, openWorkbench } from '../../application.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { Log } from '../../log.ts';
import type { Workbench } from '../../workbench.ts';
import type { Caller } from '../caller.ts';

export const PASSWORD = 'a long enough password';
export type Name = 'root' | 'ada' | 'bo' | 'vi';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
export const ORIGIN = 'http://127.0.0.1:4377';

export interface Team {
  readonly opened: OpenedWorkbench;
  readonly ids: Readonly<Record<Name, string>>;
  readonly cookies: Readonly<Record<Name, string>>;
  /** The caller of a cookie, as a request would be told. */
  callerOf(headers: { cookie?: string; authorization?: string }): Promise<Caller | undefined>;
  /** The workbench as somebody sees it in a request of its own. */
  as(name: Name): Promise<Workbench>;
  /** Runs a statement to its end. */
  run(view: Workbench, text: string, rest?: object): Promise<Run>;
  close(): Promise<void>;
}

export const cookieOf = (cookies: readonly string[]): string => cookies.map((one) => one.split(';')[0]).join('; ');
const tokenOf = (linkPath: string): string => linkPath.split('/').at(-1) ?? '';

export async function openTeam(auth = ''): Promise<Team> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-team-'));
  for (const name of ['web', 'hr']) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'people.csv'), `id,name\n1,from ${name}\n2,also ${name}\n`);
  }
  const config = `connections:
  web: { driver: files, path: ./web, access: [analyst, viewer] }
  hr: { driver: files, path: ./hr }
auth:
  mode: team
${auth}`;
  await writeFile(path.join(folder, 'config.yaml'), config);
  const opened = await openWorkbench(await loadConfig(path.join(folder, 'config.yaml'), {}), quiet);
  const { access } = opened;
  await access.open({ origin: ORIGIN, otherOrigins: [], port: 4377, secret: 'of the test, and long enough for it' });
  const accept = async (link: string, given: object): Promise<string> =>
    cookieOf((await access.accept({ token: tokenOf(link), password: PASSWORD, ...given }, new Headers())).cookies);
  const callerOf: Team['callerOf'] = (headers) => access.callerOf(headers, '127.0.0.1');
  const viewOf = async (cookie: string): Promise<Workbench> =>
    access.enter(await callerOf({ cookie }), '127.0.0.1', () => access.view());

  const root = await accept((await access.setUpPath()) ?? '', { name: 'Root', email: 'root@example.org' });
  const admin = await viewOf(root);
  const join = async (name: string, role: 'analyst' | 'viewer'): Promise<string> =>
    accept((await admin.people.invite({ email: `${name}@example.org`, role })).path, { name });
  const cookies = {
    root,
    ada: await join('ada', 'analyst'),
    bo: await join('bo', 'analyst'),
    vi: await join('vi', 'viewer'),
  };
  const idOf = async (cookie: string): Promise<string> => (await callerOf({ cookie }))?.id ?? '';
  return {
    opened,
    cookies,
    ids: {
      root: await idOf(cookies.root),
      ada: await idOf(cookies.ada),
      bo: await idOf(cookies.bo),
      vi: await idOf(cookies.vi),
    },
    callerOf,
    as: (name) => viewOf(cookies[name]),
    async run(view, text, rest = {}) {
      const { id } = await view.runs.start(startRunSchema.parse({ text, ...rest }));
      for await (const { run } of view.runs.watch(id, AbortSignal.timeout(60_000))) if (isEnded(run.status)) return run;
      throw new Error('The run did not end');
    },
    async close() {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
