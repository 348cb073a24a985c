/** The cases of the join evaluation set; its README says what they mean. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface EvaluationPair {
  readonly left: string;
  readonly right: string;
  readonly transform?: string | null;
  readonly transformOk?: readonly { readonly need: readonly string[]; readonly plus: readonly string[] }[];
}
export interface EvaluationEdge {
  readonly pairs: readonly EvaluationPair[];
  readonly type: string;
  readonly typeOk?: readonly string[];
  readonly cardinality: string | null;
  readonly cardinalityOk?: readonly string[];
  readonly weak?: boolean;
  readonly covers?: readonly number[];
  readonly match?: Readonly<Record<string, number>>;
}
export interface EvaluationCase {
  readonly id: string;
  readonly kind: string;
  readonly db: string;
  readonly tables: readonly string[];
  readonly gold: readonly EvaluationEdge[];
  readonly acceptable: readonly EvaluationEdge[];
  readonly abstain: boolean;
}

/** Undefined where the folder holds no cases. */
export function readCases(folder: string): EvaluationCase[] | undefined {
  const file = path.join(folder, 'cases.jsonl');
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as EvaluationCase);
}

/** Cases of one group are never on both sides of a cross-validation: those of one database; Spider's many small ones in ten groups. */
export function foldOf({ db }: Pick<EvaluationCase, 'db'>): string {
  if (!db.startsWith('Spider')) return db.split('+')[0]?.replace(/^Auto-Join.*/, 'Auto-Join') ?? db;
  let sum = 0;
  for (const letter of db.split('+')[0] ?? db) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return `Spider ${sum % 10}`;
}

/** Pairs of one edge as a key: neither the order of pairs nor of sides matters. */
export const pairsKey = (pairs: readonly { readonly left: string; readonly right: string }[]): string =>
  pairs
    .map(({ left, right }) => [left.toLowerCase(), right.toLowerCase()].sort().join(' = '))
    .sort()
    .join(' & ');
