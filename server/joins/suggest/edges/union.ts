/** Whether two tables are slices of one, to be put below each other rather than side by side. */
import { stemSimilarity } from '../names/name-evidence.ts';
import { phraseSimilarity } from '../names/word-similarity.ts';
import { splitWords } from '../names/words.ts';
import type { ColumnProfile } from '../profile/column-profile.ts';
import { sameTable, type TableProfile } from '../profile/table-profile.ts';
import { typeAgreement } from '../profile/type-class.ts';
import { assign } from './assign.ts';
import { sampledTuples } from './tuples.ts';

export interface UnionProposal {
  readonly left: TableProfile;
  readonly right: TableProfile;
  readonly pairs: readonly { readonly left: string; readonly right: string }[];
  readonly confidence: number;
  /** Share of the wider table's columns that have a partner. */
  readonly aligned: number;
}

const MIN_COLUMNS = 3;
const MIN_ALIGNED = 0.6;
const MIN_SIMILAR = 0.7;

export function proposeUnion(left: TableProfile, right: TableProfile): UnionProposal | undefined {
  const [wide, narrow] = left.columns.length >= right.columns.length ? [left, right] : [right, left];
  if (sameTable(left.reference, right.reference)) return undefined;
  if (narrow.columns.length < MIN_COLUMNS || wide.columns.length > 300) return undefined;
  const similar = narrow.columns.map((one) => wide.columns.map((other) => columnSimilarity(one, narrow, other, wide)));
  const places = assign(similar);
  const pairs = places.flatMap((place, index) => {
    const one = narrow.columns[index];
    const other = place === undefined ? undefined : wide.columns[place];
    if (one === undefined || other === undefined || place === undefined || (similar[index]?.[place] ?? 0) < MIN_SIMILAR)
      return [];
    return [narrow === left ? { left: one.name, right: other.name } : { left: other.name, right: one.name }];
  });
  const aligned = pairs.length / wide.columns.length;
  if (pairs.length / narrow.columns.length < MIN_ALIGNED || pairs.length < MIN_COLUMNS) return undefined;
  const isAlike = pairs.length === wide.columns.length && pairs.every((pair) => isSameColumn(left, right, pair));
  const isNamedSlice = differsInSlice(left.reference.table, right.reference.table);
  const isSlice = isNamedSlice || (isAlike && differsInOneWord(left.reference.table, right.reference.table));
  const stems = isSlice ? 1 : stemSimilarity(left.names, right.names);
  if (stems < 0.6 || aligned < MIN_ALIGNED || isSameSet(left, right, pairs)) return undefined;
  if (haveSameRows(left, right, pairs)) return undefined;
  return {
    left,
    right,
    pairs,
    aligned,
    confidence: Math.min(
      0.98,
      0.45 + 0.3 * aligned + (isNamedSlice ? 0.22 : isSlice ? ANY_WORD : 0) + 0.1 * (stems - 0.6),
    ),
  };
}

function columnSimilarity(
  one: ColumnProfile,
  oneTable: TableProfile,
  other: ColumnProfile,
  otherTable: TableProfile,
): number {
  const left = oneTable.names.columns.get(one.name)?.words ?? [];
  const right = otherTable.names.columns.get(other.name)?.words ?? [];
  const agreement = typeAgreement(one.type, other.type);
  const types = agreement > 0 || one.type === other.type ? Math.max(agreement, 0.8) : 0.5;
  const isUnknown =
    oneTable.names.columns.get(one.name)?.isReference === true ||
    otherTable.names.columns.get(other.name)?.isReference === true;
  const alike = left.join(' ') === right.join(' ') ? 1 : phraseSimilarity(left, right);
  // Slices keep the order of their columns: it speaks for a name that says nothing.
  return (
    Math.max(alike, isUnknown && one.position === other.position ? 0.75 : 0) * types +
    (one.position === other.position ? 0.01 : 0)
  );
}

/** Most keys of one are also in the other, under each column that is a key of both: two lists of the same things, which a join reconciles. */
function isSameSet(
  left: TableProfile,
  right: TableProfile,
  pairs: readonly { readonly left: string; readonly right: string }[],
): boolean {
  const shares = pairs.flatMap((pair) => {
    const one = left.columns.find(({ name }) => name === pair.left)?.values;
    const other = right.columns.find(({ name }) => name === pair.right)?.values;
    if (one === undefined || other === undefined || one.distinct < 5 || other.distinct < 5) return [];
    if (one.uniqueShare < 0.99 || other.uniqueShare < 0.99) return [];
    const shared = [...one.counts.keys()].filter((value) => other.counts.has(value)).length;
    return [shared / Math.min(one.distinct, other.distinct)];
  });
  return shares.length > 0 && Math.min(...shares) >= 0.3;
}

const isSameColumn = (
  left: TableProfile,
  right: TableProfile,
  pair: { readonly left: string; readonly right: string },
): boolean => {
  const one = left.columns.find(({ name }) => name === pair.left);
  const other = right.columns.find(({ name }) => name === pair.right);
  const words = (table: TableProfile, name: string) => table.names.columns.get(name)?.words.join(' ');
  return one?.type === other?.type && words(left, pair.left) === words(right, pair.right);
};

/** `orders_berlin` and `orders_hamburg`: all words but one are the same and stand in the same places. */
function differsInOneWord(left: string, right: string): boolean {
  const one = splitWords(left);
  const other = splitWords(right);
  return (
    one.length === other.length && one.length > 1 && one.filter((word, place) => word !== other[place]).length === 1
  );
}

/** Rows of the aligned columns are found on both sides: a table and a part of its columns, which a join puts together. */
function haveSameRows(
  left: TableProfile,
  right: TableProfile,
  pairs: readonly { readonly left: string; readonly right: string }[],
): boolean {
  const texts = (table: TableProfile, columns: readonly string[]) =>
    new Set(sampledTuples(table, columns).rows.map((row) => row.join('\u0001')));
  const one = texts(
    left,
    pairs.map((pair) => pair.left),
  );
  const other = texts(
    right,
    pairs.map((pair) => pair.right),
  );
  const smaller = Math.min(one.size, other.size);
  const shared = [...one].filter((row) => other.has(row)).length;
  return smaller >= MIN_ROWS && shared >= SAME_ROWS * smaller;
}
/** That the names differ in any one word says less than a year: managers and employees of departments may have the same columns. */
const ANY_WORD = 0.12;
/** Of fewer rows nothing follows. */
const MIN_ROWS = 20;
const SAME_ROWS = 0.3;

/** The names differ in a year, a month, a number, a place or a stage and in nothing else: `sales_2023` and `sales_2024`. */
function differsInSlice(left: string, right: string): boolean {
  const one = splitWords(left);
  const other = splitWords(right);
  const shared = one.filter((word) => other.includes(word));
  const rest = [...one, ...other].filter((word) => !shared.includes(word));
  return shared.length > 0 && rest.every((word) => SLICE.test(word));
}

const SLICE =
  /^(\d+s?|q[1-4]|h[12]|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|north|south|east|west|central|emea|apac|amer\w*|us|usa|uk|eu|de|fr|uk|asia|europe|africa|latam|prod|production|test|dev|staging|archive|archived|hist\w*|current|old|new|part\d*|domestic|international|online|offline|retail)$/;
