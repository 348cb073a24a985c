/** What a join of an edge would give: how many rows meet, what it multiplies, and so its type and cardinality. */
import type { Cardinality } from '../../../../lib/contract/suggestion.ts';
import { stemSimilarity } from '../names/name-evidence.ts';
import { isUnique } from './composite.ts';
import type { Edge } from './edge.ts';
import { isMeasured } from './judge.ts';

export interface EdgeFigures {
  /** Shares of the rows of each side that find a partner; absent where nothing was measured. */
  readonly fromRows?: number | undefined;
  readonly toRows?: number | undefined;
  readonly fromUnique?: number | undefined;
  readonly toUnique?: number | undefined;
  /** Of the rows that have a key. */
  readonly fromNonNull?: number | undefined;
  /** Rows of the join for each row of `from`. */
  readonly fanOut?: number | undefined;
  readonly keysProbed: number;
  readonly keysFound: number;
  readonly uniqueFrom: 'declared' | 'verified' | 'sampled' | 'unknown';
  /** Two samples were compared, and keys of one were not asked for at the other: how many rows meet is not known. */
  readonly areSamples?: boolean | undefined;
}

/** From this share of matched rows on, an inner join loses nothing worth keeping. */
const ALL_ROWS = 0.995;

export function edgeFigures(edge: Edge): EdgeFigures {
  const [first] = edge.pairs;
  if (edge.tuples !== undefined) {
    const { fromRows, toRows, fromUnique, toUnique, joinedRows, fromTotal, shared, fromKeys } = edge.tuples;
    const keys = fromKeys === 0 ? 0 : Math.round(shared / fromKeys);
    return {
      ...{ fromRows, toRows, fromUnique, toUnique, fromNonNull: fromRows },
      fanOut: fromTotal === 0 ? undefined : joinedRows / fromTotal,
      keysProbed: keys,
      keysFound: shared,
      uniqueFrom: 'verified',
    };
  }
  const values = first?.values;
  if (first === undefined || values === undefined || !isMeasured(edge) || edge.pairs.length > 1) {
    return { keysProbed: 0, keysFound: 0, uniqueFrom: first?.to.isDeclaredUnique === true ? 'declared' : 'unknown' };
  }
  const { overlap, from, to } = values;
  const isWhole = from.isWhole && to.isWhole;
  const areSamples = !to.isWhole && first.to.values?.asked === undefined;
  return {
    areSamples,
    fromRows: overlap.leftRows,
    // Of a side that was only probed with the other's keys, the share that is met is not known.
    toRows: to.isWhole ? overlap.rightRows : undefined,
    fromUnique: first.from.isDeclaredUnique ? 1 : from.uniqueShare,
    toUnique: first.to.isDeclaredUnique && values.steps.length === 0 ? 1 : to.uniqueShare,
    fromNonNull: overlap.leftNonNull,
    fanOut: isWhole && from.rows > 0 ? overlap.joinedRows / from.rows : undefined,
    keysProbed: from.distinct,
    keysFound: overlap.shared,
    uniqueFrom: first.to.isDeclaredUnique ? 'declared' : to.isWhole ? 'verified' : 'sampled',
  };
}

/** By names only: the referring side repeats, the other does not, unless both are keys of their tables. */
export function cardinalityOf(edge: Edge, figures: EdgeFigures): Cardinality {
  if (figures.fromUnique === undefined || figures.toUnique === undefined) {
    const isKey = edge.pairs.length === 1 && edge.pairs[0]?.from.isDeclaredUnique === true;
    return isKey ? '1:1' : 'n:1';
  }
  // Rows that repeat are counted exactly where everything was read: one repetition is enough.
  const isOne = (share: number) => (figures.uniqueFrom === 'verified' ? share >= 1 : isUnique(share));
  const left = isOne(figures.fromUnique) ? '1' : 'n';
  const right = isOne(figures.toUnique) ? '1' : 'n';
  return left === '1' ? (right === '1' ? '1:1' : '1:n') : right === '1' ? 'n:1' : 'n:m';
}

export function joinTypeOf(edge: Edge, figures: EdgeFigures, cardinality: Cardinality): 'inner' | 'left' | 'full' {
  if (figures.fromRows === undefined) return 'inner';
  if (figures.fromRows >= ALL_ROWS) return 'inner';
  const areSameThings = cardinality === '1:1' && (figures.toRows ?? 1) < ALL_ROWS && areSameEntity(edge);
  return areSameThings ? 'full' : 'left';
}

/** Two lists of the same things: the key of each is its own, and the tables' names agree. */
function areSameEntity({ pairs, from, to }: Edge): boolean {
  if (pairs.some((pair) => pair.from.isKeyPart && pairs.length === 1)) return false;
  return stemSimilarity(from.names, to.names) >= 0.6;
}
