/**
 * The text index of runs: which ones can hold a word, newest first. SQLite keeps it as an FTS5 table of trigrams beside Prisma's own, in the same
 * file and the same transactions. It only narrows down: whoever searches compares the text itself too. Elsewhere an index of the same kind over
 * `Run.searchText` takes its place (PostgreSQL: `pg_trgm` with `LIKE`), and the walk of `run-pages.ts` alone finds the same runs, more slowly.
 */
import type { Client } from './database.ts';
import { Prisma } from './generated/client.ts';

/** Rows are numbered by their time, so that the newest hits come first: so many runs can begin in one millisecond. */
const ROWS_PER_MS = 1_000;
/** Trigrams asked for: more make the answer hardly smaller. */
const MOST_TRIGRAMS = 16;

/** Rows of runs that started in `[fromMs, toMs)`. */
export const firstRowOf = (ms: number): bigint => BigInt(ms) * BigInt(ROWS_PER_MS);

export async function openRunText(client: Client): Promise<void> {
  await client.$executeRaw`CREATE VIRTUAL TABLE IF NOT EXISTS "RunText"
    USING fts5("text", content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1')`;
}

/** Gives a new run its row, and its text to the index. To be written with the run. */
export function indexRun(id: string, startedAt: Date): Prisma.Sql[] {
  const first = firstRowOf(startedAt.getTime());
  const last = first + BigInt(ROWS_PER_MS - 2);
  return [
    Prisma.sql`UPDATE "Run" SET "searchRow" = (SELECT coalesce(max("searchRow") + 1, ${first}) FROM "Run" WHERE "searchRow" BETWEEN ${first} AND ${last})
      WHERE "id" = ${id} AND "searchRow" IS NULL`,
    addText(id),
  ];
}

/** Puts the text of a run anew: its error has come. */
export const reindexRun = (id: string): Prisma.Sql[] => [...forgetRuns([id]), addText(id)];

/** To be written before the runs themselves go. */
export const forgetRuns = (ids: readonly string[]): Prisma.Sql[] => [
  Prisma.sql`DELETE FROM "RunText" WHERE rowid IN (SELECT "searchRow" FROM "Run" WHERE "id" IN (${Prisma.join(ids)}) AND "searchRow" IS NOT NULL)`,
];

const addText = (id: string): Prisma.Sql =>
  Prisma.sql`INSERT INTO "RunText" (rowid, "text") SELECT "searchRow", "searchText" FROM "Run" WHERE "id" = ${id} AND "searchRow" IS NOT NULL`;

export interface RowRange {
  readonly from: bigint;
  /** Not included. */
  readonly to: bigint;
}

/** Rows, newest first, whose text can hold all the words; undefined if the words are too short to be indexed. */
export function hitsOf(words: readonly string[], { from, to }: RowRange, limit: number): Prisma.Sql | undefined {
  const trigrams = trigramsOf(words);
  if (trigrams.length === 0) return undefined;
  const match = trigrams.map((part) => `"${part.replaceAll('"', '""')}"`).join(' AND ');
  return Prisma.sql`SELECT rowid AS "row" FROM "RunText" WHERE "RunText" MATCH ${match} AND rowid >= ${from} AND rowid < ${to}
    ORDER BY rowid DESC LIMIT ${limit}`;
}

function trigramsOf(words: readonly string[]): string[] {
  const all = new Set<string>();
  for (const word of words) {
    const signs = [...word];
    for (let at = 0; at + 3 <= signs.length; at += 1) {
      const part = signs.slice(at, at + 3).join('');
      if (!part.includes('\0')) all.add(part);
    }
  }
  const parts = [...all];
  const step = Math.max(1, Math.ceil(parts.length / MOST_TRIGRAMS));
  return parts.filter((_, index) => index % step === 0);
}
