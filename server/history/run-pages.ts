/**
 * Pages of the list of runs, newest first. Each page walks one index (the text index where words are asked for, else the one that fits the filter
 * best) from its cursor on and looks at a bounded number of runs: its cost grows neither with its depth nor with the length of the history.
 */
import type { HistoryQuery } from '../../lib/contract/history.ts';
import type { HistoryAnswer } from '../../lib/contract/run.ts';
import { searchWords } from '../../lib/format/search-words.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Client, dialectOf } from './database.ts';
import { type Dialect, sqlite } from './dialect.ts';
import { Prisma } from './generated/client.ts';
import { MOST_LOOKED_AT, olderHits } from './postgres/older-hits.ts';
import { fromRecord } from './run-record.ts';
import { firstRowOf, hitsOf, RUNS } from './run-text.ts';
import { rareTrigrams, trigramsOf } from './trigrams.ts';

/** Runs that one page looks at. */
export const LOOKED_AT = 20_000;
const END_OF_TIME = 8_640_000_000_000;

/** The list's query; `ownerId` keeps it to one person's runs. */
export type RunsQuery = HistoryQuery & { readonly ownerId?: string | undefined };

interface Walk {
  /** `id`, `place`, `startedAt`, `searchRow` of the runs looked at, in order; `limit` of them. */
  readonly sql: Prisma.Sql;
  /** Column of "Run" that `place` holds: the database's own row number spares a look into the index of ids for each run. */
  readonly key: Prisma.Sql;
  /** What must hold beyond what the index says. */
  readonly rest: readonly Prisma.Sql[];
}

interface Place {
  readonly id: string;
  readonly startedAt: string | Date;
  readonly searchRow: bigint | null;
}

/** One page of ids: what the walk finds. `trigrams` are those of the words by which the text index is asked. */
export function pageSql(
  query: RunsQuery,
  dialect: Dialect = sqlite,
  trigrams: readonly string[] = trigramsOf(searchWords(query.q ?? '')),
): Prisma.Sql {
  const { sql, key, rest } = walkOf(query, dialect, trigrams);
  const where = rest.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...rest], ' AND ')}`;
  // With nothing to leave out, no more is looked at than is shown.
  const most = rest.length === 0 ? query.limit + 1 : lookedAt(query, dialect);
  const run = dialect.lookUpRow(Prisma.sql`"Run"`, Prisma.sql`run`, Prisma.sql`run.${key} = seen."place"`);
  return Prisma.sql`SELECT seen."id" AS "id" FROM (${sql} LIMIT ${most}) AS seen ${run}
    ${where} ${dialect.inOrder(Prisma.sql`seen."startedAt" DESC, seen."id" DESC`)} LIMIT ${query.limit + 1}`;
}

/** Where an index can answer for what is older, little is looked at before it is asked. */
const lookedAt = (query: RunsQuery, { kind }: Dialect): number =>
  kind === 'postgres' && isSearch(query) ? MOST_LOOKED_AT : LOOKED_AT;

const isSearch = (query: RunsQuery): boolean => trigramsOf(searchWords(query.q ?? '')).length > 0;

function walkOf(query: RunsQuery, dialect: Dialect, trigrams: readonly string[]): Walk {
  const words = searchWords(query.q ?? '');
  const holds = words.map((word) => dialect.holds(Prisma.sql`run."searchText"`, word));
  const byText = dialect.kind === 'sqlite' ? textWalk(query, trigrams, holds) : undefined;
  return byText ?? indexWalk(query, holds, dialect);
}

function textWalk(query: RunsQuery, trigrams: readonly string[], holds: readonly Prisma.Sql[]): Walk | undefined {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const from = firstRowOf(query.from === undefined ? 0 : Date.parse(query.from));
  const to = query.to === undefined ? firstRowOf(END_OF_TIME) : firstRowOf(Date.parse(query.to));
  const before = cursor?.row ?? (cursor === undefined ? to : firstRowOf(cursor.startedAt.getTime()));
  const hits = hitsOf(trigrams, { from, to: before < to ? before : to }, LOOKED_AT);
  if (hits === undefined) return undefined;
  return {
    sql: Prisma.sql`SELECT run."id", run.rowid AS "place", run."startedAt", run."searchRow" FROM (${hits}) AS hit CROSS JOIN "Run" AS run ON run."searchRow" = hit."row"`,
    key: Prisma.sql`rowid`,
    rest: [...holds, ...restOf(query, undefined)],
  };
}

/** Filters that have an index of their own, the choosiest first. */
const indexed = ['fingerprint', 'pinned', 'connection', 'status', 'ownerId'] as const;
type Indexed = (typeof indexed)[number];

function indexWalk(query: RunsQuery, holds: readonly Prisma.Sql[], { rowKey }: Dialect): Walk {
  const by = indexed.find((name) =>
    name === 'pinned'
      ? query.pinned === 'true'
      : query[name] !== undefined && !(name === 'status' && query.status === 'unsuccessful'),
  );
  const isLink = by === 'connection';
  const startedAt = isLink ? Prisma.sql`link."startedAt"` : Prisma.sql`run."startedAt"`;
  const id = isLink ? Prisma.sql`link."runId"` : Prisma.sql`run."id"`;
  const conditions = [Prisma.sql`1 = 1`];
  if (by === 'connection') conditions.push(Prisma.sql`link."connection" = ${query.connection}`);
  if (by === 'fingerprint') conditions.push(Prisma.sql`run."fingerprint" = ${query.fingerprint}`);
  if (by === 'pinned') conditions.push(Prisma.sql`run."isPinned" = true`);
  if (by === 'ownerId') conditions.push(Prisma.sql`run."ownerId" = ${query.ownerId}`);
  if (by === 'status') conditions.push(Prisma.sql`run."status" = ${query.status}`);
  if (query.from !== undefined) conditions.push(Prisma.sql`${startedAt} >= ${new Date(query.from)}`);
  if (query.to !== undefined) conditions.push(Prisma.sql`${startedAt} < ${new Date(query.to)}`);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor);
    conditions.push(Prisma.sql`(${startedAt}, ${id}) < (${cursor.startedAt}, ${cursor.id})`);
  }
  const key = isLink ? Prisma.sql`"id"` : rowKey;
  const from = isLink ? Prisma.sql`"RunConnection" AS link` : Prisma.sql`"Run" AS run`;
  return {
    sql: Prisma.sql`SELECT ${id} AS "id", ${isLink ? id : Prisma.sql`run.${key}`} AS "place", ${startedAt} AS "startedAt", NULL AS "searchRow" FROM ${from} WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY ${startedAt} DESC, ${id} DESC`,
    key,
    rest: [...holds, ...restOf(query, by)],
  };
}

/** Conditions on the runs that a walk passes, without the one it goes by. */
function restOf(query: RunsQuery, by: Indexed | undefined): Prisma.Sql[] {
  const rest: Prisma.Sql[] = [];
  if (query.status === 'unsuccessful') rest.push(Prisma.sql`run."status" IN ('failed', 'interrupted')`);
  else if (query.status !== undefined && by !== 'status') rest.push(Prisma.sql`run."status" = ${query.status}`);
  if (query.ownerId !== undefined && by !== 'ownerId') rest.push(Prisma.sql`run."ownerId" = ${query.ownerId}`);
  if (query.fingerprint !== undefined && by !== 'fingerprint')
    rest.push(Prisma.sql`run."fingerprint" = ${query.fingerprint}`);
  if (query.pinned === 'true' && by !== 'pinned') rest.push(Prisma.sql`run."isPinned" = true`);
  if (query.connection !== undefined && by !== 'connection')
    rest.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "RunConnection" AS link WHERE link."runId" = run."id" AND link."connection" = ${query.connection})`,
    );
  if (query.minMs !== undefined) rest.push(Prisma.sql`run."totalMs" >= ${query.minMs}`);
  if (query.maxMs !== undefined) rest.push(Prisma.sql`run."totalMs" <= ${query.maxMs}`);
  return rest;
}

export async function listRuns(client: Client, query: RunsQuery): Promise<HistoryAnswer> {
  const dialect = dialectOf(client);
  const trigrams =
    dialect.kind === 'sqlite' ? await rareTrigrams(client, searchWords(query.q ?? ''), RUNS.index) : undefined;
  const found = await client.$queryRaw<{ id: string }[]>(pageSql(query, dialect, trigrams));
  let end = found.length > query.limit ? undefined : await lastLookedAt(client, query, dialect, trigrams);
  if (end !== undefined && dialect.kind === 'postgres' && isSearch(query)) {
    const words = searchWords(query.q ?? '');
    const rest = restOf(query, undefined);
    found.push(
      ...(await olderHits(client, {
        words,
        rest,
        before: end,
        from: query.from,
        limit: query.limit + 1 - found.length,
      })),
    );
    end = undefined;
  }
  const ids = found.slice(0, query.limit).map(({ id }) => id);
  const records = await client.run.findMany({
    where: { id: { in: ids } },
    omit: { columns: true, searchText: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
  });
  const runs = records.map((record) =>
    query.person === undefined
      ? fromRecord(record)
      : { ...fromRecord(record), owner: { id: record.ownerId, name: '' } },
  );
  const last = records.find(({ id }) => id === ids.at(-1));
  if (found.length > query.limit && last !== undefined) return { runs, nextCursor: cursorOf(query, last) };
  if (end === undefined) return { runs };
  return { runs, nextCursor: cursorOf(query, end), searchedTo: end.startedAt.toISOString() };
}

/** Where the walk ended because it had looked at enough; undefined if it came to the end of the history. */
async function lastLookedAt(client: Client, query: RunsQuery, dialect: Dialect, trigrams: readonly string[] = []) {
  const { sql, rest } = walkOf(query, dialect, trigrams);
  if (rest.length === 0) return undefined;
  const most = lookedAt(query, dialect);
  const [place] = await client.$queryRaw<Place[]>(
    Prisma.sql`SELECT "id", "startedAt", "searchRow" FROM (${sql} LIMIT ${most}) AS seen LIMIT 1 OFFSET ${most - 1}`,
  );
  return place === undefined ? undefined : { ...place, startedAt: new Date(place.startedAt) };
}

/** Searches go on by the row of the text index, all else by time and id. */
function cursorOf(query: RunsQuery, place: { id: string; startedAt: Date; searchRow: bigint | null }): string {
  const { id, startedAt, searchRow } = place;
  return encodeCursor(isSearch(query) && searchRow !== null ? { startedAt, id, row: searchRow } : { startedAt, id });
}
