/**
 * Estimates for sides that are too large to be counted, by joins.md ("Containment without moving tables"): keys are drawn from each side and
 * both sides are asked how many rows those keys have. Two independent samples are never intersected.
 */
import { textLiteral } from '../../../lib/join/literal.ts';
import { typeClass } from '../../../lib/join/types.ts';
import type { Asker } from './asker.ts';
import { canMatch, keyedColumns, keyedGroups, keyNames, keyText, type Side, sideRows } from './side.ts';

/** Distinct keys that each side is judged by. */
const DRAWN_KEYS = 200;
/** Integers tried within the range of a dense key, to draw evenly over it. */
const TRIED_INTEGERS = 200;
/** Keys asked for in one statement: DuckDB plans longer lists of values disproportionately slowly. */
const KEYS_PER_QUESTION = 200;
const FIRST_ROWS = 2_000;

type Key = readonly string[];

/** Whether asking for some keys touches little at the source: few rows, or an index on the key as it is stored. */
export const canAsk = (side: Side): boolean => side.isSmall || isIndexed(side);

const isIndexed = (side: Side): boolean =>
  side.keys.some(
    ({ column, side: { normalisers } }) => normalisers.length === 0 && side.source?.indexedColumns.has(column) === true,
  );

/** Keys of a side: even over the range of an indexed integer, else those of its first rows. Tried integers need not be there. */
export async function drawKeys(side: Side, asker: Asker): Promise<Key[]> {
  const [only, ...more] = side.keys;
  if (only !== undefined && more.length === 0 && isIndexed(side) && /INT$|INTEGER$/.test(only.type)) {
    const { rows } = await asker.ask(`SELECT min(${only.raw}) AS low, max(${only.raw}) AS high\n${sideRows(side)}`, 1);
    const [low, high] = rows[0] ?? [];
    if (low === null || low === undefined || high === null || high === undefined) return [];
    return integersWithin(BigInt(String(low)), BigInt(String(high)));
  }
  const keys = keyNames(side);
  const raws = side.keys.map(({ raw }, index) => `${raw} AS v${index}`);
  const first = `SELECT ${raws.join(', ')}\n${sideRows(side)}\nLIMIT ${FIRST_ROWS}`;
  const grouped = `${keyedColumns(side)} FROM (\n${first}\n)`;
  const { rows } = await asker.ask(
    `SELECT * FROM (SELECT DISTINCT ${keys.map((key, index) => `${keyText(side, index)} AS ${key}`).join(', ')} FROM (\n${grouped}\n) WHERE ${canMatch(side)}) ORDER BY hash(${keys.join(', ')}) LIMIT ${DRAWN_KEYS}`,
    DRAWN_KEYS,
  );
  return rows.map((row) => row.map((part) => (part === null ? 'NULL' : String(part))));
}

/** Spread evenly, the same for the same range, so that a second look gives the same figures. */
function integersWithin(low: bigint, high: bigint): Key[] {
  const span = high - low + 1n;
  if (span <= BigInt(TRIED_INTEGERS))
    return Array.from({ length: Number(span) }, (_, index) => [String(low + BigInt(index))]);
  const golden = 0.618_033_988_749_895;
  const drawn = new Set<string>();
  for (let index = 1; drawn.size < TRIED_INTEGERS && index < TRIED_INTEGERS * 2; index += 1) {
    const share = BigInt(Math.floor(((index * golden) % 1) * 1e15));
    drawn.add(String(low + (span * share) / 1_000_000_000_000_000n));
  }
  return [...drawn].map((key) => [key]);
}

/** Rows that a side has for each of the keys; keys without rows are absent. */
export async function countKeys(side: Side, keys: readonly Key[], asker: Asker): Promise<Map<string, number>> {
  const distinct = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  const counted = new Map<string, number>();
  for (let start = 0; start < distinct.length; start += KEYS_PER_QUESTION) {
    const some = await countSome(side, distinct.slice(start, start + KEYS_PER_QUESTION), asker);
    for (const [name, rows] of some) counted.set(name, rows);
  }
  return counted;
}

async function countSome(side: Side, keys: readonly Key[], asker: Asker): Promise<Map<string, number>> {
  const names = keyNames(side);
  const valuesOf = (index: number): string[] => [...new Set(keys.map((key) => key[index] ?? ''))];
  const stored = side.keys.findIndex(({ side: { normalisers } }) => normalisers.length === 0);
  const key = side.keys[stored];
  const condition =
    key === undefined
      ? undefined
      : `${key.raw} IN (${valuesOf(stored)
          .map((value) => literal(value, key.type))
          .join(', ')})`;
  const texts = names.map((name, index) => `${keyText(side, index)} AS ${name}`).join(', ');
  // One list for each part: of a key of several, also pairs that were not drawn come back; they are not looked up. (A list of tuples
  // takes DuckDB seconds to plan.)
  const others = names.flatMap((name, index) =>
    index === stored ? [] : [`${name} IN (${valuesOf(index).map(textLiteral).join(', ')})`],
  );
  const where = others.length === 0 ? '' : `\nWHERE ${others.join(' AND ')}`;
  const { rows } = await asker.ask(
    `SELECT ${names.join(', ')}, sum(n) AS n FROM (\nSELECT ${texts}, n FROM (\n${keyedGroups(side, condition)}\n)\n)${where}
GROUP BY ${names.join(', ')}`,
    10_000,
  );
  return new Map(rows.map((row) => [nameOf(row.slice(0, -1).map(String)), Number(row.at(-1))]));
}

export const nameOf = (key: Key): string => JSON.stringify(key);

function literal(value: string, type: string): string {
  if (typeClass(type) === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return typeClass(type) === 'text' ? textLiteral(value) : `CAST(${textLiteral(value)} AS ${type})`;
}

export interface SampleMatch {
  /** Drawn keys that the side itself has, and of those, that the other has too. */
  readonly keys: number;
  readonly matchedKeys: number;
  /** Rows of those keys, on the side itself and by pairs. */
  readonly rows: number;
  readonly matchedRows: number;
  readonly pairs: number;
  readonly duplicateKeys: number;
}

/** What the drawn keys say about one side. */
export function judge(drawn: readonly Key[], own: Map<string, number>, other: Map<string, number>): SampleMatch {
  let [keys, matchedKeys, rows, matchedRows, pairs, duplicateKeys] = [0, 0, 0, 0, 0, 0];
  for (const key of drawn) {
    const ownRows = own.get(nameOf(key)) ?? 0;
    const otherRows = other.get(nameOf(key)) ?? 0;
    if (ownRows === 0) continue;
    keys += 1;
    rows += ownRows;
    pairs += ownRows * otherRows;
    if (ownRows > 1) duplicateKeys += 1;
    if (otherRows === 0) continue;
    matchedKeys += 1;
    matchedRows += ownRows;
  }
  return { keys, matchedKeys, rows, matchedRows, pairs, duplicateKeys };
}

/** Wilson's 95 % interval of a share: E. B. Wilson, Probable inference, JASA 22 (1927). */
export function wilson(hits: number, tries: number): [low: number, high: number] {
  if (tries === 0) return [0, 1];
  const z = 1.959_964;
  const share = hits / tries;
  const middle = share + z ** 2 / (2 * tries);
  const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * tries)) / tries);
  const scale = 1 + z ** 2 / tries;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
