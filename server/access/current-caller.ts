/** For whom the work that goes on is: what runs deep inside keeps to their connections without being handed them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunScope } from '../engine/scope.ts';
import { JoineryError } from '../errors.ts';
import { type Caller, mayUse } from './caller.ts';

const callers = new AsyncLocalStorage<Caller>();

/** Undefined = the server itself: its start, its background work. It may use everything. */
export const currentCaller = (): Caller | undefined => callers.getStore();

/** The caller of a service that makes no sense without one. */
export function theCaller(): Caller {
  const caller = callers.getStore();
  if (caller === undefined) throw new JoineryError('unauthorized', 'Nobody has signed in.');
  return caller;
}

export const asCaller = <T>(caller: Caller, work: () => T): T => callers.run(caller, work);

/** Every step of the iteration is work for the caller. */
export function eachAsCaller<T>(caller: Caller, start: () => AsyncIterable<T>): AsyncIterableIterator<T> {
  const iterator = asCaller(caller, () => start()[Symbol.asyncIterator]());
  return {
    next: () => asCaller(caller, () => iterator.next()),
    return: async () => {
      await asCaller(caller, () => iterator.return?.());
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export const mayUseNow = (connection: string): boolean => {
  const caller = callers.getStore();
  return caller === undefined || mayUse(caller, connection);
};

export const unknownConnection = (id: string): JoineryError =>
  new JoineryError('unknown_connection', `There is no connection "${id}".`, {
    hint: 'The list of connections names those that you may use.',
  });

/** Whom a scope was made for, as far as it says. */
export function callerOfScope(scope: RunScope | undefined): Pick<Caller, 'id' | 'connections'> | undefined {
  if (scope === undefined) return undefined;
  const { person: id, connections } = scope;
  return { id, connections: connections === undefined ? 'all' : new Set(connections.map((one) => one.toLowerCase())) };
}

/** What a run of the current caller may use, out of all connections that there are. */
export function currentScope(connectionIds: () => readonly string[]): RunScope | undefined {
  const caller = callers.getStore();
  if (caller === undefined) return undefined;
  const person = caller.id;
  if (caller.connections === 'all') return { person };
  return { person, connections: connectionIds().filter((id) => mayUse(caller, id)) };
}
