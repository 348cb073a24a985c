/**
 * A search in PostgreSQL looks through the newest runs first, where a frequent word is found at once, and asks the index of trigrams for all older ones:
 * a word that fills no page of the newest is rare enough for it. So neither a frequent nor a rare word makes it read the whole history.
 */
import type { Client } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Newest runs that are looked through before the index is asked. */
export const MOST_LOOKED_AT = 5_000;

interface OlderThan {
  readonly words: readonly string[];
  /** Further conditions on `run`. */
  readonly rest: readonly Prisma.Sql[];
  readonly before: { readonly startedAt: Date; readonly id: string };
  readonly from?: string | undefined;
  readonly limit: number;
}

/** Runs before a place that hold all the words, newest first. */
export function olderHits(client: Client, { words, rest, before, from, limit }: OlderThan): Promise<{ id: string }[]> {
  const conditions = [
    ...words.map((word) => Prisma.sql`run."searchText" LIKE ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`}`),
    Prisma.sql`(run."startedAt", run."id") < (${before.startedAt}, ${before.id})`,
    ...(from === undefined ? [] : [Prisma.sql`run."startedAt" >= ${new Date(from)}`]),
    ...rest,
  ];
  // Found first and sorted then: a plan that walks the index of times until enough are found would read everything.
  return client.$queryRaw<{ id: string }[]>`
    WITH hits AS MATERIALIZED (SELECT run."id", run."startedAt" FROM "Run" AS run WHERE ${Prisma.join(conditions, ' AND ')})
    SELECT "id" FROM hits ORDER BY "startedAt" DESC, "id" DESC LIMIT ${limit}`;
}
