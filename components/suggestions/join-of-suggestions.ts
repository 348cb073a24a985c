import type { JoinDocument } from '../../lib/contract/join.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { applySuggestion } from '../join-builder/apply-suggestion.ts';
import { sideNames, tableKey } from './suggestion-words.ts';

/** Edges of a tree in an order in which each one touches a table that is already there, so that they make one chain of inputs. */
export function inChainOrder(edges: readonly Suggestion[]): readonly Suggestion[] {
  const rest = [...edges];
  const known = new Set<string>();
  const ordered: Suggestion[] = [];
  while (rest.length > 0) {
    const touching = rest.findIndex((edge) => known.has(tableKey(edge.left)) || known.has(tableKey(edge.right)));
    const [next] = rest.splice(Math.max(0, touching), 1);
    if (next === undefined) break;
    for (const table of [next.left, next.right]) known.add(tableKey(table));
    ordered.push(next);
  }
  return ordered;
}

/** The join document that says one suggestion, or a tree of them; undefined for none. */
export const joinOf = (suggestions: readonly Suggestion[]): JoinDocument | undefined =>
  inChainOrder(suggestions).reduce<JoinDocument | undefined>(applySuggestion, undefined);

export const titleOfJoin = (suggestions: readonly Suggestion[]): string => {
  const [first] = suggestions;
  if (first === undefined) return 'Join';
  if (suggestions.length === 1) return sideNames(first.left, first.right).join(' × ');
  const tables = new Map<string, TableReference>();
  for (const { left, right } of suggestions) for (const table of [left, right]) tables.set(tableKey(table), table);
  return [...tables.values()].map(({ table }) => table).join(' × ');
};
