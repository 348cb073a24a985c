import type { Predicate } from './predicate.ts';

/** Keys of a list that a server is shown when it is asked for its plan: it needs the form, not the length. */
export const SHOWN_KEYS = 20;

/** The same filter with its lists cut: for EXPLAIN only, it keeps other rows. */
export function shortenKeys(filter: Predicate): Predicate {
  switch (filter.kind) {
    case 'and':
      return { kind: 'and', all: filter.all.map(shortenKeys) };
    case 'or':
      return { kind: 'or', any: filter.any.map(shortenKeys) };
    case 'not':
      return { kind: 'not', not: shortenKeys(filter.not) };
    case 'in':
      return { ...filter, values: filter.values.slice(0, SHOWN_KEYS) };
    default:
      return filter;
  }
}
