/**
 * Several servers over one database: each says now and then that it is there, and whoever notices that one has gone marks its runs interrupted.
 * Times are the database's own, so the servers' clocks do not matter.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { JoineryError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type Client, stored } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { isGoing, markInterrupted } from '../interrupted.ts';

export interface PresenceOptions {
  readonly client: Client;
  /** Of the data folder: servers over one database must share it. */
  readonly folderId: string;
  readonly log: Log;
  readonly beatMs?: number | undefined;
  /** A server that has not been seen for so long has ended. */
  readonly graceMs?: number | undefined;
}

const BEAT_MS = 3_000;
const GRACE_MS = 30_000;

export class Presence {
  readonly id = randomUUID();
  readonly #options: PresenceOptions;
  readonly #beatMs: number;
  readonly #graceMs: number;
  readonly #onBeat: (() => Promise<unknown>)[] = [];
  readonly #onInterrupted: ((runIds: readonly string[]) => Promise<unknown>)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  /** Since when every beat has come in time: only who could have seen the others may say that they are gone. */
  #steadySinceMs = performance.now();
  #lastBeatMs = performance.now();

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#beatMs = options.beatMs ?? BEAT_MS;
    this.#graceMs = options.graceMs ?? GRACE_MS;
  }

  /** Settles when the others can see this server. Throws `config_invalid` if one of them uses another data folder. */
  async open(): Promise<void> {
    await stored(() => this.#checkFolder());
    await stored(() => this.#show());
    await this.#markLeft();
    this.#timer = setInterval(() => {
      this.#work = this.#work.then(() => this.#beat());
    }, this.#beatMs);
    this.#timer.unref();
  }

  /** Called with each beat that the database has taken. */
  onBeat(task: () => Promise<unknown>): void {
    this.#onBeat.push(task);
  }

  /** Called for runs that other servers left behind. */
  onInterrupted(task: (runIds: readonly string[]) => Promise<unknown>): void {
    this.#onInterrupted.push(task);
  }

  /** Ids of the servers that are there. */
  async ids(): Promise<string[]> {
    const servers = await stored(() => this.#options.client.server.findMany({ select: { id: true } }));
    return servers.map(({ id }) => id);
  }

  /** True for one of the servers: it does what need not be done by each. */
  async isFirst(): Promise<boolean> {
    const first = await stored(() =>
      this.#options.client.server.findFirst({ select: { id: true }, orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] }),
    );
    return first?.id === this.id;
  }

  /** Asks the server that has a run at work to stop it. */
  async askStop(runId: string): Promise<void> {
    await stored(() =>
      this.#options.client.run.updateMany({ where: { id: runId, ...isGoing }, data: { stopAskedAt: new Date() } }),
    );
  }

  /** Those of the runs that somebody asked to stop. */
  async stopsAsked(runIds: readonly string[]): Promise<string[]> {
    const where = { id: { in: [...runIds] }, stopAskedAt: { not: null } };
    const found = await stored(() => this.#options.client.run.findMany({ where, select: { id: true } }));
    return found.map(({ id }) => id);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#work;
    await this.#options.client.server.deleteMany({ where: { id: this.id } }).catch((thrown: unknown) => {
      this.#options.log.warn({ err: thrown }, 'The other servers could not be told that this one ends');
    });
  }

  async #beat(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#show();
      const now = performance.now();
      if (now - this.#lastBeatMs > this.#graceMs / 2) this.#steadySinceMs = now;
      this.#lastBeatMs = now;
      if (now - this.#steadySinceMs > this.#graceMs) await this.#forgetSilent();
      await this.#markLeft();
      for (const task of this.#onBeat) await task();
    } catch (thrown) {
      this.#steadySinceMs = performance.now();
      this.#options.log.warn({ err: thrown }, "Joinery's own database did not answer; it is asked again");
    }
  }

  async #show(): Promise<void> {
    const { client, folderId } = this.#options;
    await client.$executeRaw`INSERT INTO "Server" ("id", "name", "folderId", "startedAt", "seenAt")
      VALUES (${this.id}, ${hostname()}, ${folderId}, ${NOW}, ${NOW}) ON CONFLICT ("id") DO UPDATE SET "seenAt" = excluded."seenAt"`;
  }

  async #forgetSilent(): Promise<void> {
    const gone = await this.#options.client.$executeRaw`
      DELETE FROM "Server" WHERE "seenAt" < ${NOW} - ${this.#graceMs}::integer * interval '1 millisecond'`;
    if (gone > 0) this.#options.log.warn({ servers: gone }, 'A server ended without a word');
  }

  async #markLeft(): Promise<void> {
    const runIds = await stored(() => markInterrupted(this.#options.client));
    if (runIds.length === 0) return;
    this.#options.log.warn({ interrupted: runIds.length }, 'Runs of a server that ended are marked interrupted');
    for (const task of this.#onInterrupted) await task(runIds);
  }

  async #checkFolder(): Promise<void> {
    const { client, folderId } = this.#options;
    const [other] = await client.$queryRaw<{ name: string }[]>`SELECT "name" FROM "Server"
      WHERE "folderId" <> ${folderId} AND "seenAt" > ${NOW} - ${this.#graceMs}::integer * interval '1 millisecond' LIMIT 1`;
    if (other === undefined) return;
    throw new JoineryError(
      'config_invalid',
      `The server on ${other.name} works over the same database with another data folder.`,
      {
        hint: 'Servers over one database must share one data folder (dataDir on a shared volume): results, keys and the dictionary are files.',
      },
    );
  }
}

/** The database's clock, as Prisma keeps times. */
const NOW = Prisma.sql`(now() AT TIME ZONE 'UTC')`;
