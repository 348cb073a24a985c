import type { DictionaryService } from '../../workbench.ts';
import { mayUse } from '../caller.ts';
import { checkConnection, checkTables, type GuardParts } from './parts.ts';

export function guardDictionary(parts: GuardParts): DictionaryService {
  const { caller, workbench } = parts;
  const { dictionary } = workbench;
  /** The caller's connections; undefined = all. A call may narrow them, never widen. */
  const own = (wanted?: readonly string[]): readonly string[] | undefined => {
    if (caller.connections === 'all') return wanted;
    const all = wanted ?? workbench.catalog.connections().connections.map(({ id }) => id);
    return all.filter((id) => mayUse(caller, id));
  };
  return {
    async list(query, connections) {
      if (query.connection !== undefined) checkConnection(parts, query.connection);
      return dictionary.list(query, own(connections));
    },
    async table(table) {
      checkTables(parts, [table]);
      return dictionary.table(table);
    },
    async save(change) {
      checkTables(parts, [change.table]);
      return dictionary.save(change);
    },
    async propose(tables) {
      checkTables(parts, tables);
      return dictionary.propose(tables);
    },
    async keepProposals(proposals) {
      checkTables(parts, [proposals.table]);
      return dictionary.keepProposals(proposals);
    },
    async confirmAll(table) {
      checkTables(parts, [table]);
      return dictionary.confirmAll(table);
    },
    async dismiss(table, column) {
      checkTables(parts, [table]);
      return dictionary.dismiss(table, column);
    },
    async importDbt(request, connections) {
      if (request.connection !== undefined) checkConnection(parts, request.connection);
      return dictionary.importDbt(request, own(connections));
    },
    exportAs: (format, connections) => dictionary.exportAs(format, own(connections)),
    async notesOf(connection, schema, table) {
      checkConnection(parts, connection);
      return dictionary.notesOf(connection, schema, table);
    },
  };
}
