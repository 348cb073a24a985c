/** Pages of the list of saved queries, last changed first, with the names that its filters offer. */
import type { QueryList } from '../../lib/contract/query.ts';
import type { QueryFilter } from '../workbench.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Client } from './database.ts';
import { Prisma } from './generated/client.ts';
import { ownerNow, queriesSeen } from './owner.ts';
import { fromRecord } from './query-record.ts';
import { searchWords } from './search-words.ts';

const LIST_TEXT = 500;
/** Tags and collections that a filter offers. */
const MOST_NAMES = 1_000;

export async function listQueries(client: Client, filter: QueryFilter): Promise<QueryList> {
  const conditions = [
    queriesSeen(),
    ...searchWords(filter.q ?? '').map((word) => Prisma.sql`instr("searchText", ${word}) > 0`),
    ...(filter.tag === undefined
      ? []
      : [
          Prisma.sql`EXISTS (SELECT 1 FROM "QueryTag" WHERE "QueryTag"."queryId" = "Query"."id" AND "tag" = ${filter.tag})`,
        ]),
    ...(filter.collection === undefined ? [] : [Prisma.sql`"collection" = ${filter.collection}`]),
    ...(filter.isOthers === true ? [Prisma.sql`"ownerId" <> ${ownerNow()}`] : []),
    ...(filter.isFavourite === true ? [Prisma.sql`"isFavourite" = true`] : []),
  ];
  if (filter.cursor !== undefined) {
    const { startedAt, id } = decodeCursor(filter.cursor);
    conditions.push(Prisma.sql`("updatedAt", "id") < (${startedAt}, ${id})`);
  }
  const found = await client.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT "id" FROM "Query" WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY "updatedAt" DESC, "id" DESC LIMIT ${filter.limit + 1}`,
  );
  const records = await client.query.findMany({
    where: { id: { in: found.slice(0, filter.limit).map(({ id }) => id) } },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
  });
  const last = records.at(-1);
  return {
    queries: records.map((record) => ({ ...fromRecord(record), text: record.text.slice(0, LIST_TEXT) })),
    ...(found.length > filter.limit && last !== undefined
      ? { nextCursor: encodeCursor({ startedAt: last.updatedAt, id: last.id }) }
      : {}),
    tags: await tagsSeen(client),
    collections: await collectionsSeen(client),
  };
}

/** Goes from one name to the next in the index, whatever the number of queries that have it. */
async function tagsSeen(client: Client): Promise<string[]> {
  const found = await client.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE names(name) AS (SELECT min("tag") FROM "QueryTag"
      UNION ALL SELECT (SELECT min("tag") FROM "QueryTag" WHERE "tag" > names.name) FROM names WHERE names.name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL
      AND EXISTS (SELECT 1 FROM "QueryTag" CROSS JOIN "Query" ON "Query"."id" = "QueryTag"."queryId" WHERE "tag" = name AND ${queriesSeen()})
    LIMIT ${MOST_NAMES}`;
  return found.map(({ name }) => name);
}

async function collectionsSeen(client: Client): Promise<string[]> {
  const found = await client.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE names(name) AS (SELECT min("collection") FROM "Query" WHERE "collection" > ''
      UNION ALL SELECT (SELECT min("collection") FROM "Query" WHERE "collection" > names.name) FROM names WHERE names.name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL AND EXISTS (SELECT 1 FROM "Query" WHERE "collection" = name AND ${queriesSeen()})
    LIMIT ${MOST_NAMES}`;
  return found.map(({ name }) => name);
}
