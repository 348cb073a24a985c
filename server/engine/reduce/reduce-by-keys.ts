import type { Connector, TableRequest } from '../../connectors/connector.ts';
import type { Atom } from '../../connectors/predicate.ts';
import { isUnique } from './estimate.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** Keys of a list that the ledger shows. */
const SHOWN_KEYS = 5;

/** A fetch plan with the keys of other fetches as filters, as far as the source may apply them, and its text for the ledger. */
export function reduceByKeys(
  plan: FetchPlan,
  keys: readonly Atom[],
  connector: (id: string) => Connector,
): { readonly plan: FetchPlan; readonly shownSql?: string } {
  const { request } = plan;
  if (keys.length === 0 || request?.kind !== 'table') return { plan };
  const { dialect } = connector(plan.connection);
  const accepted = keys.filter((atom) => dialect.accepts(atom, request.table) !== 'no');
  if (accepted.length === 0) return { plan };
  const reduced: TableRequest = { ...request, filters: [...request.filters, ...accepted] };
  const shown = dialect.selectSql({ ...request, filters: [...request.filters, ...accepted.map(shorten)] });
  const notes = accepted.map(noteOf).filter((note) => note !== '');
  return {
    plan: { ...plan, request: reduced, needs: { ...plan.needs, estimatedRows: estimate(plan, accepted) } },
    shownSql: notes.length === 0 ? shown : `${shown}\n-- ${notes.join('; ')}`,
  };
}

const shorten = (atom: Atom): Atom =>
  atom.kind === 'in' ? { ...atom, values: atom.values.slice(0, SHOWN_KEYS) } : atom;

const noteOf = (atom: Atom): string =>
  atom.kind === 'in' && atom.values.length > SHOWN_KEYS
    ? `${atom.column}: ${atom.values.length} keys were sent, the first ${SHOWN_KEYS} are shown`
    : '';

/** At least as many rows as keys; a table's own key has at most one row a key. */
function estimate({ needs }: FetchPlan, keys: readonly Atom[]): number | undefined {
  const { relation, estimatedRows } = needs;
  if (estimatedRows === undefined || relation.kind !== 'table') return estimatedRows;
  const counts = keys.map((atom) => {
    if (atom.kind !== 'in') return estimatedRows;
    return isUnique(relation.table, atom.column)
      ? atom.values.length
      : Math.max(atom.values.length, estimatedRows / 10);
  });
  return Math.max(1, Math.min(estimatedRows, ...counts));
}
