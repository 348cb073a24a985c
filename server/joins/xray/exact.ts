/** Exact figures: each side grouped by its key, then the groups joined. Sources count their own groups where that pays. */
import type { Asker } from './asker.ts';
import { canMatch, isFailed, isNullKey, keyedGroups, keyNames, type Side } from './side.ts';

export interface SideProfile {
  readonly rows: number;
  readonly nullKeys: number;
  readonly distinctKeys: number;
  readonly duplicateKeys: number;
  readonly failedRows: number;
  readonly failedExamples: string[];
}

/** Each group's normalised key once, with what its raw values add up to. */
export function profileSql(side: Side): string {
  const keys = keyNames(side);
  const firstFailed = side.keys.map((_, index) => `CASE WHEN k${index} IS NULL THEN CAST(v${index} AS VARCHAR) END`);
  const example = firstFailed.length > 1 ? `coalesce(${firstFailed.join(', ')})` : (firstFailed[0] ?? 'NULL');
  return `SELECT coalesce(sum(n), 0) AS row_count,
       coalesce(sum(null_rows), 0) AS null_rows,
       count(*) FILTER (WHERE ${canMatch(side)}) AS key_count,
       count(*) FILTER (WHERE n > 1 AND ${canMatch(side)}) AS duplicate_count,
       coalesce(sum(failed_rows), 0) AS failed_rows,
       to_json(list_slice(flatten(list(examples)), 1, 5)) AS examples
FROM (
SELECT ${[...keys, 'sum(n) AS n'].join(', ')},
       sum(CASE WHEN ${isNullKey(side)} THEN n ELSE 0 END) AS null_rows,
       sum(CASE WHEN ${isFailed(side)} THEN n ELSE 0 END) AS failed_rows,
       coalesce(list_slice(list(${example}) FILTER (WHERE ${isFailed(side)}), 1, 5), []) AS examples
FROM (
${keyedGroups(side)}
)
GROUP BY ${keys.join(', ')}
)`;
}

export async function profile(side: Side, asker: Asker): Promise<SideProfile> {
  const { rows } = await asker.ask(profileSql(side), 1);
  const [row = []] = rows;
  return {
    rows: Number(row[0]),
    nullKeys: Number(row[1]),
    distinctKeys: Number(row[2]),
    duplicateKeys: Number(row[3]),
    failedRows: Number(row[4]),
    failedExamples: row[5] === null || row[5] === undefined ? [] : (JSON.parse(String(row[5])) as string[]),
  };
}

export interface WorstKey {
  readonly key: string[];
  readonly leftRows: number;
  readonly rightRows: number;
}

export interface Match {
  readonly leftRows: number;
  readonly rightRows: number;
  readonly keys: number;
  /** Pairs of rows that meet. */
  readonly pairs: number;
  readonly worstKeys: WorstKey[];
}

const WORST_KEYS = 10;

export function matchSql(left: Side, right: Side): string {
  const keys = keyNames(left);
  const side = (one: Side): string =>
    `SELECT ${[...keys, 'sum(n) AS n'].join(', ')} FROM (\n${keyedGroups(one)}\n) WHERE ${canMatch(one)} GROUP BY ${keys.join(', ')}`;
  const on = left.keys.map(
    ({ takesNull }, index) => `l.k${index} ${takesNull ? 'IS NOT DISTINCT FROM' : '='} r.k${index}`,
  );
  const names = keys.map((key) => `CAST(l.${key} AS VARCHAR)`);
  return `WITH met AS MATERIALIZED (
SELECT to_json([${names.join(', ')}]) AS name, l.n AS left_rows, r.n AS right_rows
FROM (
${side(left)}
) l
JOIN (
${side(right)}
) r ON ${on.join(' AND ')}
)
SELECT NULL AS name, coalesce(sum(left_rows), 0) AS left_rows, coalesce(sum(right_rows), 0) AS right_rows, count(*) AS keys,
       coalesce(sum(left_rows * right_rows), 0) AS pairs
FROM met
UNION ALL
(SELECT name, left_rows, right_rows, NULL, left_rows * right_rows FROM met
WHERE left_rows > 1 OR right_rows > 1 ORDER BY left_rows * right_rows DESC, name LIMIT ${WORST_KEYS})`;
}

export async function match(left: Side, right: Side, asker: Asker): Promise<Match> {
  const { rows } = await asker.ask(matchSql(left, right), WORST_KEYS + 1);
  const total = rows.find(([name]) => name === null) ?? [];
  return {
    leftRows: Number(total[1] ?? 0),
    rightRows: Number(total[2] ?? 0),
    keys: Number(total[3] ?? 0),
    pairs: Number(total[4] ?? 0),
    worstKeys: rows
      .filter(([name]) => name !== null)
      .map((row) => ({
        key: (JSON.parse(String(row[0])) as (string | null)[]).map((part) => part ?? 'NULL'),
        leftRows: Number(row[1]),
        rightRows: Number(row[2]),
      })),
  };
}
