/** The duplicate rule: which names columns get that have the same name in several inputs. Pure; no two answers are ever equal. */
import type { DuplicateRule } from '../contract/join.ts';

export interface NameWish {
  /** Name of the column at its input. */
  readonly column: string;
  /** What tells the input apart: `orders`. */
  readonly label: string;
  /** A name that somebody chose. */
  readonly chosen?: string | undefined;
}

/** A name for each wish, in order; undefined = the column stays out (rule `first`). Names are compared without regard to case, as DuckDB does. */
export function resolveNames(wishes: readonly NameWish[], rule: DuplicateRule): (string | undefined)[] {
  const taken = new Set<string>();
  const take = (name: string): string => {
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}_${number}`;
    taken.add(free.toLowerCase());
    return free;
  };
  const names: (string | undefined)[] = wishes.map(({ chosen }) => (chosen === undefined ? undefined : take(chosen)));
  const wanted = new Map<string, number>();
  for (const { column, chosen } of wishes) {
    if (chosen === undefined) wanted.set(column.toLowerCase(), (wanted.get(column.toLowerCase()) ?? 0) + 1);
  }
  const met = new Set<string>();
  const made: number[] = [];
  for (const [index, { column, chosen }] of wishes.entries()) {
    if (chosen !== undefined) continue;
    const folded = column.toLowerCase();
    const isRepeat = met.has(folded);
    met.add(folded);
    if (rule === 'first' && isRepeat) continue;
    const isShared = rule !== 'first' && (wanted.get(folded) ?? 0) > 1;
    if (isShared || taken.has(folded)) made.push(index);
    else names[index] = take(column);
  }
  // Made names come last, so that they never drive out a plain one.
  for (const index of made) {
    const { column, label } = wishes[index] ?? { column: '', label: '' };
    names[index] = take(rule === 'suffix' ? `${column}_${label}` : `${label}_${column}`);
  }
  return names;
}
