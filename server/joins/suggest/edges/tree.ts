/** Which edges join more than two tables: each table is reached once, over the surest edges. */
import type { TableReference } from '../../../../lib/contract/suggestion.ts';
import { tableKey } from '../profile/table-profile.ts';

export interface TreeEdge {
  readonly left: TableReference;
  readonly right: TableReference;
  readonly confidence: number;
  /** The side referred to is a key: the join multiplies nothing. */
  readonly isToKey: boolean;
}

/** Edges to a key come before edges of the same worth between two that refer to it (both are true, the first says why). */
const MANY_TO_MANY_COST = 0.35;

/** The cheapest spanning forest (Kruskal) under the cost -ln(confidence); gives the edges in the order in which they were chosen. */
export function joinTree<Some extends TreeEdge>(edges: readonly Some[]): Some[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const above = parent.get(key);
    return above === undefined || above === key ? key : root(above);
  };
  const cost = ({ confidence, isToKey }: TreeEdge) =>
    -Math.log(Math.max(1e-6, confidence)) + (isToKey ? 0 : MANY_TO_MANY_COST);
  return [...edges]
    .sort((one, other) => cost(one) - cost(other))
    .filter(({ left, right }) => {
      const one = root(tableKey(left));
      const other = root(tableKey(right));
      if (one === other) return false;
      parent.set(one, other);
      return true;
    });
}
