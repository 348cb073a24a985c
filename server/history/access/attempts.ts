import { createHash, randomUUID } from 'node:crypto';
import { type Client, serially, stored } from '../database.ts';

/** Tries to sign in, kept for as long as they count: a restart forgets none, and several servers count together. */
export interface AttemptRecords {
  /** Counts a try of `key` unless there were `most` since `from`; then the time of the first of those is answered. */
  take(key: string, most: number, from: Date): Promise<Date | undefined>;
  forget(key: string): Promise<void>;
}

/** No limit looks further back. */
const LONGEST_MS = 15 * 60_000;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export function attemptRecords(client: Client): AttemptRecords {
  return {
    take: (name, most, from) =>
      stored(async () => {
        const key = hashOf(name);
        await client.signInAttempt.deleteMany({ where: { at: { lt: new Date(Date.now() - LONGEST_MS) } } });
        return serially(client, `attempt ${key}`, async (transaction) => {
          const where = { key, at: { gt: from } };
          const tries = await transaction.signInAttempt.findMany({
            where,
            orderBy: { at: 'asc' },
            select: { at: true },
          });
          if (tries.length >= most) return tries[0]?.at;
          await transaction.signInAttempt.create({ data: { id: randomUUID(), key, at: new Date() } });
          return undefined;
        });
      }),
    forget: (name) =>
      stored(async () => void (await client.signInAttempt.deleteMany({ where: { key: hashOf(name) } }))),
  };
}
