/** One service for one caller: each call is checked for role and scope, and is work for the caller. */
import type { AuditAction } from '../../lib/contract/person.ts';
import { JoineryError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { asCaller, eachAsCaller } from './current-caller.ts';
import { type Permission, refusalOf } from './permissions.ts';

export interface AuditNote {
  readonly action: AuditAction;
  readonly outcome?: 'ok' | 'refused' | 'failed' | undefined;
  readonly objectKind?: string | undefined;
  readonly objectId?: string | undefined;
  readonly detail?: string | undefined;
}
/** Keeps a note of the caller; never fails the call. */
export type Note = (note: AuditNote) => Promise<void>;

type Method = (...given: unknown[]) => unknown;

export function gated<S extends object>(
  name: string,
  service: S,
  permissions: Readonly<Record<string, Permission>>,
  caller: Caller,
  note: Note,
): S {
  const view: Record<string, unknown> = {};
  for (const [method, permission] of Object.entries(permissions)) {
    const call = (service as Record<string, unknown>)[method] as Method;
    view[method] = (...given: unknown[]): unknown => {
      const reason = refusalOf(caller, permission);
      if (reason !== undefined) {
        void note({ action: 'request_refused', outcome: 'refused', objectKind: name, detail: `${name}.${method}` });
        throw new JoineryError('forbidden', reason, {
          hint: caller.via === 'token' ? 'Make a token with more scopes.' : 'An admin can change your role.',
        });
      }
      const answer = asCaller(caller, () => call.apply(service, given));
      return isAsyncIterable(answer) ? eachAsCaller(caller, () => answer) : answer;
    };
  }
  return view as S;
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
