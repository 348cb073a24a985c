import type { Role, TokenScope } from '../../lib/contract/person.ts';
import { LOCAL_PERSON_ID } from '../../lib/contract/person.ts';

/** Who asks, found out once for each request. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** `local` = the access token of local mode. */
  readonly via: 'local' | 'session' | 'token';
  /** What a token may do; a session may do all that the role may. */
  readonly scopes: readonly TokenScope[] | 'all';
  readonly sessionId?: string | undefined;
  /** Network address that the request came from. */
  readonly address?: string | undefined;
  /** Connections that they may use, in lower case. */
  readonly connections: 'all' | ReadonlySet<string>;
}

export const localCaller: Caller = {
  id: LOCAL_PERSON_ID,
  name: 'You',
  email: '',
  role: 'admin',
  via: 'local',
  scopes: 'all',
  connections: 'all',
};

export const mayUse = ({ connections }: Pick<Caller, 'connections'>, connection: string): boolean =>
  connections === 'all' || connections.has(connection.toLowerCase());
