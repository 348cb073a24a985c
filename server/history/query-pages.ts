/** Pages of the list of saved queries, last changed first, with the names that its filters offer. */
import type { QueryList } from '../../lib/contract/query.ts';
import { searchWords } from '../../lib/format/search-words.ts';
import type { QueryFilter } from '../workbench.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { type Client, dialectOf } from './database.ts';
import type { Dialect } from './dialect.ts';
import { Prisma, type Query as QueryRecord } from './generated/client.ts';
import { ownerNow, queriesSeen, TEAM } from './owner.ts';
import { fromRecord, withFavourite } from './query-record.ts';
import { firstRowOf, hitsOf, QUERIES } from './run-text.ts';
import { rareTrigrams } from './trigrams.ts';

const LIST_TEXT = 500;
/** Tags and collections that a filter offers. */
const MOST_NAMES = 1_000;
/** More queries than anybody saves. */
const ALL = 1_000_000;
const END_OF_TIME = 8_640_000_000_000;

export async function listQueries(client: Client, filter: QueryFilter): Promise<QueryList> {
  const dialect = dialectOf(client);
  const words = searchWords(filter.q ?? '');
  const conditions = [
    queriesSeen(),
    ...words.map((word) => dialect.holds(Prisma.sql`"searchText"`, word)),
    ...(filter.tag === undefined
      ? []
      : [
          Prisma.sql`EXISTS (SELECT 1 FROM "QueryTag" WHERE "QueryTag"."queryId" = "Query"."id" AND "tag" = ${filter.tag})`,
        ]),
    ...(filter.collection === undefined ? [] : [Prisma.sql`"collection" = ${filter.collection}`]),
    ...(filter.isOthers === true ? [Prisma.sql`"ownerId" <> ${ownerNow()}`] : []),
    ...chosenOf(filter).map((ids) => Prisma.sql`"Query"."id" IN (${ids})`),
  ];
  const cursor = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor);
  // PostgreSQL looks through them all: there are far fewer queries than runs.
  const trigrams = dialect.kind === 'sqlite' ? await rareTrigrams(client, words, QUERIES.index) : [];
  const walk = textWalk(trigrams, cursor) ?? indexWalk(cursor, chosenOf(filter)[0], dialect);
  const found = await client.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT "Query"."id" AS "id" FROM ${walk.from} WHERE ${Prisma.join([...walk.conditions, ...conditions], ' AND ')}
      ORDER BY ${walk.order} LIMIT ${filter.limit + 1}`,
  );
  const ids = found.slice(0, filter.limit).map(({ id }) => id);
  const records = await client.query.findMany({ where: { id: { in: ids } }, include: withFavourite() });
  const byId = new Map(records.map((record) => [record.id, record]));
  const listed = ids.flatMap((id) => byId.get(id) ?? []);
  const last = listed.at(-1);
  return {
    queries: listed.map((record) => ({ ...fromRecord(record), text: record.text.slice(0, LIST_TEXT) })),
    ...(found.length > filter.limit && last !== undefined ? { nextCursor: cursorOf(last, walk.isSearch) } : {}),
    tags: filter.isBrief === true ? [] : await tagsSeen(client),
    collections: filter.isBrief === true ? [] : await collectionsSeen(client),
  };
}

interface Walk {
  readonly isSearch: boolean;
  readonly from: Prisma.Sql;
  readonly conditions: readonly Prisma.Sql[];
  readonly order: Prisma.Sql;
}

/** By the text index, where the words are long enough for it. */
function textWalk(trigrams: readonly string[], cursor: Cursor | undefined): Walk | undefined {
  const to = cursor?.row ?? firstRowOf(cursor?.startedAt.getTime() ?? END_OF_TIME);
  const hits = hitsOf(trigrams, { from: 0n, to }, ALL, QUERIES);
  if (hits === undefined) return undefined;
  return {
    isSearch: true,
    from: Prisma.sql`(${hits}) AS hit CROSS JOIN "Query" ON "Query"."searchRow" = hit."row"`,
    conditions: [],
    order: Prisma.sql`hit."row" DESC`,
  };
}

/** Lists of ids that a filter keeps to: they hold few queries, where there may be many. */
function chosenOf({ isFavourite, isOthers }: QueryFilter): Prisma.Sql[] {
  const favourites = Prisma.sql`SELECT "queryId" FROM "QueryFavourite" WHERE "personId" = ${ownerNow()}`;
  const granted = Prisma.sql`SELECT "queryId" FROM "QueryGrant" WHERE "grantee" IN (${TEAM}, ${ownerNow()})`;
  return [...(isOthers === true ? [granted] : []), ...(isFavourite === true ? [favourites] : [])];
}

/** From the newest on, or from `chosen` ids. */
function indexWalk(cursor: Cursor | undefined, chosen: Prisma.Sql | undefined, { lookUp }: Dialect): Walk {
  const from = Prisma.sql`"Query"`;
  return {
    isSearch: false,
    from:
      chosen === undefined
        ? from
        : Prisma.sql`(SELECT DISTINCT "queryId" FROM (${chosen}) AS ids) AS chosen ${lookUp} ${from} ON "Query"."id" = chosen."queryId"`,
    conditions: cursor === undefined ? [] : [Prisma.sql`("updatedAt", "id") < (${cursor.startedAt}, ${cursor.id})`],
    order: Prisma.sql`"updatedAt" DESC, "id" DESC`,
  };
}

const cursorOf = ({ updatedAt, id, searchRow }: QueryRecord, isSearch: boolean): string =>
  encodeCursor({ startedAt: updatedAt, id, ...(isSearch && searchRow !== null ? { row: searchRow } : {}) });

/** Goes from one name to the next in the index, whatever the number of queries that have it. */
async function tagsSeen(client: Client): Promise<string[]> {
  const { lookUp, inOrder } = byName(client);
  const found = await client.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE names(name) AS (SELECT min("tag") FROM "QueryTag"
      UNION ALL SELECT (SELECT min("tag") FROM "QueryTag" WHERE "tag" > names.name) FROM names WHERE names.name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL
      AND EXISTS (SELECT 1 FROM "QueryTag" ${lookUp} "Query" ON "Query"."id" = "QueryTag"."queryId" WHERE "tag" = name AND ${queriesSeen()})
    ${inOrder} LIMIT ${MOST_NAMES}`;
  return found.map(({ name }) => name);
}

async function collectionsSeen(client: Client): Promise<string[]> {
  const { inOrder } = byName(client);
  const found = await client.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE names(name) AS (SELECT min("collection") FROM "Query" WHERE "collection" > ''
      UNION ALL SELECT (SELECT min("collection") FROM "Query" WHERE "collection" > names.name) FROM names WHERE names.name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL AND EXISTS (SELECT 1 FROM "Query" WHERE "collection" = name AND ${queriesSeen()})
    ${inOrder} LIMIT ${MOST_NAMES}`;
  return found.map(({ name }) => name);
}

/** Names come in the order of their index, which only SQLite keeps by itself. */
function byName(client: Client): { readonly lookUp: Prisma.Sql; readonly inOrder: Prisma.Sql } {
  const { lookUp, inOrder } = dialectOf(client);
  return { lookUp, inOrder: inOrder(Prisma.sql`name`) };
}
