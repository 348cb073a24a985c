/** A run for somebody who may not use everything: what they may not use is not there. */
import { JoineryError } from '../errors.ts';
import type { EngineDependencies } from './engine.ts';

export interface RunScope {
  /** Whose it is: stored results are read as this person. */
  readonly person: string;
  /** Connections that it may name; absent = all. */
  readonly connections?: readonly string[] | undefined;
}

/** The surroundings as `scope` sees them. Refusals are those of a connection or result that does not exist. */
export function withinScope(dependencies: EngineDependencies, scope: RunScope | undefined): EngineDependencies {
  if (scope === undefined) return dependencies;
  const storedResult: EngineDependencies['storedResult'] = (name) => dependencies.storedResult(name, scope);
  if (scope.connections === undefined) return { ...dependencies, storedResult };
  const allowed = new Set(scope.connections);
  const check = (id: string): void => {
    if (allowed.has(id)) return;
    throw new JoineryError('unknown_connection', `There is no connection "${id}".`, {
      hint:
        allowed.size === 0 ? 'No connection is granted to you yet.' : `Connections are: ${[...allowed].join(', ')}.`,
    });
  };
  return {
    ...dependencies,
    storedResult,
    connectionIds: dependencies.connectionIds.filter((id) => allowed.has(id)),
    connector(id) {
      check(id);
      return dependencies.connector(id);
    },
    catalog: {
      async lookup(connection, schema, name) {
        check(connection);
        return dependencies.catalog.lookup(connection, schema, name);
      },
    },
  };
}
