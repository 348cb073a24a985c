/** Which parts of the words of a search are asked of a text index of SQLite: the rare ones, as far as the index itself knows. */
import type { Client } from './database.ts';
import { Prisma } from './generated/client.ts';

/** Trigrams asked for: more make the answer hardly smaller. */
const MOST_TRIGRAMS = 16;
/** Newest hits by which it is told how rare a trigram is. */
const SAMPLE = 200;
/** A trigram that is so many times as frequent as the rarest one makes the answer hardly smaller, but its whole list is read. */
const COMMON = 8n;

/** None where the words are too short to be indexed. */
export function trigramsOf(words: readonly string[]): string[] {
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

export const matchOf = (trigrams: readonly string[]): string =>
  trigrams.map((part) => `"${part.replaceAll('"', '""')}"`).join(' AND ');

/**
 * Leaves out trigrams that nearly every row has where others are rare: how far back the newest hits of each reach says so, and rows are numbered by
 * their time. What is left out is compared in the text itself, as all words are.
 */
export async function rareTrigrams(client: Client, words: readonly string[], index: Prisma.Sql): Promise<string[]> {
  const trigrams = trigramsOf(words);
  if (trigrams.length < 2) return trigrams;
  const reached = trigrams.map(
    (part) =>
      Prisma.sql`(SELECT rowid FROM ${index} WHERE ${index} MATCH ${matchOf([part])} ORDER BY rowid DESC LIMIT 1 OFFSET ${SAMPLE - 1})`,
  );
  const [ends] = await client.$queryRaw<Record<string, bigint | null>[]>(
    Prisma.sql`SELECT (SELECT max(rowid) FROM ${index}) AS "newest", ${Prisma.join(reached.map((end, at) => Prisma.sql`${end} AS ${Prisma.raw(`"t${at}"`)}`))}`,
  );
  const newest = BigInt(ends?.newest ?? 0);
  /** From the newest row back to the last hit of the sample; undefined = there are not even so many. */
  const spans = trigrams.map((_, at) => {
    const end = ends?.[`t${at}`];
    return end === null || end === undefined ? undefined : newest - BigInt(end);
  });
  if (spans.includes(undefined)) return trigrams.filter((_, at) => spans[at] === undefined);
  const longest = spans.reduce<bigint>((most, span = 0n) => (span > most ? span : most), 0n);
  return trigrams.filter((_, at) => (spans[at] ?? 0n) * COMMON >= longest);
}
