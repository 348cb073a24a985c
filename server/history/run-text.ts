/**
 * The text indexes of runs and of saved queries: which ones can hold a word, newest first. SQLite keeps each as an FTS5 table of trigrams beside Prisma's
 * own, in the same file and the same transactions. They only narrow down: whoever searches compares the text itself too. PostgreSQL keeps indexes of the
 * same kind by itself (`pg_trgm` with `LIKE`): nothing is written for them, and `postgres/older-hits.ts` asks that of the runs.
 */
import { type Client, dialectOf } from './database.ts';
import type { Dialect } from './dialect.ts';
import { Prisma } from './generated/client.ts';
import { matchOf } from './trigrams.ts';

interface TextIndex {
  /** Has `id`, `searchText` and `searchRow`. */
  readonly table: Prisma.Sql;
  readonly index: Prisma.Sql;
}

export const RUNS: TextIndex = { table: Prisma.raw('"Run"'), index: Prisma.raw('"RunText"') };
export const QUERIES: TextIndex = { table: Prisma.raw('"Query"'), index: Prisma.raw('"QueryText"') };

/** Rows are numbered by their time, so that the newest hits come first: so many can begin in one millisecond. */
const ROWS_PER_MS = 1_000;

/** Rows of what began, or was changed last, in `[fromMs, toMs)`. */
export const firstRowOf = (ms: number): bigint => BigInt(ms) * BigInt(ROWS_PER_MS);

export async function openTextIndexes(client: Client): Promise<void> {
  if (dialectOf(client).kind === 'postgres') return;
  for (const { index } of [RUNS, QUERIES])
    await client.$executeRaw`CREATE VIRTUAL TABLE IF NOT EXISTS ${index}
      USING fts5("text", content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1')`;
}

/** Gives what is new its row, and its text to the index. To be written with it. */
export function indexText({ kind }: Dialect, id: string, at: Date, { table, index }: TextIndex = RUNS): Prisma.Sql[] {
  if (kind === 'postgres') return [];
  const first = firstRowOf(at.getTime());
  const last = first + BigInt(ROWS_PER_MS - 2);
  return [
    Prisma.sql`UPDATE ${table} SET "searchRow" = (SELECT coalesce(max("searchRow") + 1, ${first}) FROM ${table} WHERE "searchRow" BETWEEN ${first} AND ${last})
      WHERE "id" = ${id} AND "searchRow" IS NULL`,
    addText(id, { table, index }),
  ];
}

/** Puts the text of a run anew: its error has come. */
export const reindexRun = (dialect: Dialect, id: string): Prisma.Sql[] =>
  dialect.kind === 'postgres' ? [] : [...forgetText(dialect, [id]), addText(id, RUNS)];

/** Gives what was changed a new row: it stands first now. */
export const moveText = (dialect: Dialect, id: string, at: Date, of: TextIndex): Prisma.Sql[] =>
  dialect.kind === 'postgres'
    ? []
    : [
        ...forgetText(dialect, [id], of),
        Prisma.sql`UPDATE ${of.table} SET "searchRow" = NULL WHERE "id" = ${id}`,
        ...indexText(dialect, id, at, of),
      ];

/** To be written before the runs or queries themselves go. */
export const forgetText = (
  { kind }: Dialect,
  ids: readonly string[],
  { table, index }: TextIndex = RUNS,
): Prisma.Sql[] =>
  kind === 'postgres'
    ? []
    : [
        Prisma.sql`DELETE FROM ${index} WHERE rowid IN (SELECT "searchRow" FROM ${table} WHERE "id" IN (${Prisma.join(ids)}) AND "searchRow" IS NOT NULL)`,
      ];

const addText = (id: string, { table, index }: TextIndex): Prisma.Sql =>
  Prisma.sql`INSERT INTO ${index} (rowid, "text") SELECT "searchRow", "searchText" FROM ${table} WHERE "id" = ${id} AND "searchRow" IS NOT NULL`;

export interface RowRange {
  readonly from: bigint;
  /** Not included. */
  readonly to: bigint;
}

/** Rows, newest first, whose text holds all the trigrams; undefined if there are none. */
export function hitsOf(
  trigrams: readonly string[],
  { from, to }: RowRange,
  limit: number,
  { index }: TextIndex = RUNS,
): Prisma.Sql | undefined {
  if (trigrams.length === 0) return undefined;
  return Prisma.sql`SELECT rowid AS "row" FROM ${index} WHERE ${index} MATCH ${matchOf(trigrams)} AND rowid >= ${from} AND rowid < ${to}
    ORDER BY rowid DESC LIMIT ${limit}`;
}
