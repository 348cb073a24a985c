import { type JoinDocument, joinDocumentSchema } from '../../../lib/contract/join.ts';
import type { JoinService, SuggestService } from '../../workbench.ts';
import { checkJoin, checkTables, type GuardParts, onlySaved } from './parts.ts';

export function guardJoins(parts: GuardParts): JoinService {
  const { joins } = parts.workbench;
  return {
    async toSql(document) {
      await checkJoin(parts, document);
      await checkNativeOfViewer(parts, document);
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

/** A native input is described by its source: viewers may ask that only of statements in queries that they may see. */
async function checkNativeOfViewer({ caller, workbench }: GuardParts, document: JoinDocument): Promise<void> {
  if (caller.role !== 'viewer') return;
  const asked = new Set(nativesOf(document));
  let cursor: string | undefined;
  while (asked.size > 0) {
    const page = await workbench.queries.list({ limit: PAGE, cursor });
    for (const { id, kind } of page.queries) {
      if (kind !== 'join') continue;
      const { text } = await workbench.queries.get(id);
      for (const known of nativesOf(joinDocumentSchema.parse(JSON.parse(text)))) asked.delete(known);
    }
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  if (asked.size > 0) throw onlySaved();
}

const PAGE = 100;

const nativesOf = ({ inputs }: JoinDocument): string[] =>
  inputs.flatMap(({ source }) => {
    if (source.kind === 'join') return nativesOf(source.join);
    return source.kind === 'native' ? [JSON.stringify([source.connection, source.sql])] : [];
  });

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
