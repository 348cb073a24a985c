/** What is remembered of a pair of columns: how often people joined by it, and how often they dismissed it. */
import type { TableReference } from '../../../../lib/contract/suggestion.ts';
import type { Edge } from '../edges/edge.ts';
import { comparedColumns } from './joins-run.ts';

/** Each run of a join halves the doubt about it, three times at most. */
const MAX_COUNTED_RUNS = 3;

/** Texts of runs that succeeded and mention the word, latest first. */
export type RunTexts = (word: string) => Promise<readonly string[]>;

export class Remembered {
  readonly #runs: ReadonlyMap<string, number>;
  readonly #dismissedFactor: (columns: string) => number;

  constructor(runs: ReadonlyMap<string, number>, dismissedFactor: (columns: string) => number) {
    this.#runs = runs;
    this.#dismissedFactor = dismissedFactor;
  }

  timesRun({ pairs }: Edge): number {
    return Math.min(
      ...pairs.map(
        ({ fromTable, from, toTable, to }) =>
          this.#runs.get(pairKey(fromTable.reference, from.name, toTable.reference, to.name)) ?? 0,
      ),
    );
  }

  adjust(edge: Edge, confidence: number): number {
    const kept = confidence * this.#dismissedFactor(columnNames(edge));
    return 1 - (1 - kept) * 0.5 ** Math.min(MAX_COUNTED_RUNS, this.timesRun(edge));
  }
}

/** The names of the columns on both sides, whatever their tables. */
export const columnNames = ({ pairs }: Pick<Edge, 'pairs'>): string =>
  pairs
    .map(({ from, to }) =>
      [from.name, to.name]
        .map((name) => name.toLowerCase())
        .sort()
        .join('='),
    )
    .sort()
    .join('&');

export async function countRuns(tables: readonly TableReference[], texts: RunTexts): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const table of new Set(tables.map((reference) => reference.table))) {
    for (const text of await texts(table)) {
      if (seen.has(text)) continue;
      seen.add(text);
      for (const [left, right] of comparedColumns(text)) {
        const one = tables.find((reference) => isNamed(reference, left.table));
        const other = tables.find((reference) => isNamed(reference, right.table));
        if (one === undefined || other === undefined) continue;
        const key = pairKey(one, left.column, other, right.column);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

const pairKey = (left: TableReference, leftColumn: string, right: TableReference, rightColumn: string): string =>
  [
    [left.connection, left.table, leftColumn],
    [right.connection, right.table, rightColumn],
  ]
    .map((side) => JSON.stringify(side).toLowerCase())
    .sort()
    .join('=');

function isNamed({ connection, schema, table }: TableReference, parts: readonly string[]): boolean {
  const names = (parts.length === 2 ? [connection, table] : [connection, schema, table]).map((name) =>
    name.toLowerCase(),
  );
  return names.length === parts.length && parts.every((part, index) => part.toLowerCase() === names[index]);
}
