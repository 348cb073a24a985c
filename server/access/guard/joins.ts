import type { JoinService, SuggestService } from '../../workbench.ts';
import { checkJoin, checkTables, type GuardParts } from './parts.ts';

export function guardJoins(parts: GuardParts): JoinService {
  const { joins } = parts.workbench;
  return {
    async toSql(document) {
      await checkJoin(parts, document);
      return joins.toSql(document);
    },
    fromSql: (sql) => joins.fromSql(sql),
    async *xray(document, step, signal, options) {
      await checkJoin(parts, document);
      yield* joins.xray(document, step, signal, options);
    },
    async partSql(document, step, part) {
      await checkJoin(parts, document);
      return joins.partSql(document, step, part);
    },
    async counts(document, step, signal) {
      await checkJoin(parts, document);
      return joins.counts(document, step, signal);
    },
    async examples(document, step, key, signal) {
      await checkJoin(parts, document);
      return joins.examples(document, step, key, signal);
    },
  };
}

export function guardSuggestions(parts: GuardParts): SuggestService {
  const { suggestions } = parts.workbench;
  return {
    async *suggest(request, signal) {
      checkTables(parts, request.tables);
      yield* suggestions.suggest(request, signal);
    },
    async *partnersOf(table, signal) {
      checkTables(parts, [table]);
      yield* suggestions.partnersOf(table, signal);
    },
    dismiss: (id) => suggestions.dismiss(id),
    restore: (id) => suggestions.restore(id),
  };
}
