/**
 * What pages, routes and actions see of the server. The start command builds the workbench in its own (unbundled) code and leaves it here; page bundles
 * only pick it up, so that no database driver ever gets into them.
 */
import type { Access } from './access/access.ts';
import type { Operations } from './operations/operations.ts';
import type { Workbench } from './workbench.ts';

export interface ServerHost {
  readonly access: Pick<
    Access,
    'view' | 'current' | 'options' | 'signIn' | 'signOut' | 'link' | 'accept' | 'handleProvider'
  >;
  readonly operations: Operations;
}

const KEY = Symbol.for('joinery.host');
type Holder = { [KEY]?: ServerHost };

export function provideHost(host: ServerHost): void {
  (globalThis as Holder)[KEY] = host;
}

export function serverHost(): ServerHost {
  const host = (globalThis as Holder)[KEY];
  if (host === undefined) throw new Error('The server is not started: use `npm start`, not `next start`');
  return host;
}

/** The workbench as the one who sends the request may see it. Throws `unauthorized` if nobody has signed in. */
export const workbench = async (): Promise<Workbench> => serverHost().access.view();
