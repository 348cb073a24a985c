/** The connections of one connector: at most so many at a time, kept open for a while when idle, never handed out broken. */

import { Cancelled, JoineryError } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { connect, type OpenClient } from './client.ts';
import type { PostgresOptions } from './config.ts';
import { sourceError } from './errors.ts';

const idleTimeoutMs = 30_000;

export interface Lease extends OpenClient {
  /** It was used before: its server may have gone away unnoticed. */
  readonly isReused: boolean;
  /** Gives it back. It must be outside of any transaction. */
  release(): void;
}

export interface Pool {
  /** `mayExceed`: do not wait for others to give back, for they may be waiting for us. */
  acquire(signal: AbortSignal, options?: { readonly mayExceed?: boolean; readonly fresh?: boolean }): Promise<Lease>;
  close(): Promise<void>;
}

export function createPool(options: PostgresOptions, context: ConnectorContext): Pool {
  const idle: { readonly open: OpenClient; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  const all = new Set<OpenClient>();
  let inUse = 0;
  let isClosed = false;

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    while (inUse >= options.maxConnections) {
      if (signal.aborted) throw new Cancelled();
      await new Promise<void>((resolve, reject) => {
        const stop = () => {
          waiting.splice(waiting.indexOf(go), 1);
          reject(new Cancelled());
        };
        const go = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
        waiting.push(go);
      });
    }
  }

  function takeIdle(): OpenClient | undefined {
    for (let entry = idle.pop(); entry !== undefined; entry = idle.pop()) {
      clearTimeout(entry.timer);
      if (!entry.open.broken) return entry.open;
      all.delete(entry.open);
    }
    return undefined;
  }

  function giveTurn(): void {
    inUse -= 1;
    waiting.shift()?.();
  }

  function keepIdle(open: OpenClient): void {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.open === open),
        1,
      );
      void end(open);
    }, idleTimeoutMs);
    timer.unref();
    idle.push({ open, timer });
  }

  async function end(open: OpenClient): Promise<void> {
    all.delete(open);
    if (open.broken) return;
    open.broken = true;
    await open.client
      .end()
      .catch((error: unknown) => context.log.debug(`Closing a connection failed: ${String(error)}`));
  }

  return {
    async acquire(signal, { mayExceed = false, fresh = false } = {}) {
      if (signal.aborted) throw new Cancelled();
      if (!mayExceed) await waitForTurn(signal);
      if (isClosed) throw new JoineryError('source_failed', 'The connection was closed.', { connection: context.id });
      inUse += 1;
      const reused = fresh ? undefined : takeIdle();
      let open: OpenClient;
      try {
        open = reused ?? (await connect(options, context.baseDir, signal));
      } catch (thrown) {
        giveTurn();
        throw sourceError(thrown, { connection: context.id, during: 'connect' });
      }
      all.add(open);
      let isHeld = true;
      const giveBack = () => {
        const wasHeld = isHeld;
        isHeld = false;
        return wasHeld;
      };
      return {
        client: open.client,
        get broken() {
          return open.broken;
        },
        set broken(value) {
          open.broken = value;
        },
        isReused: reused !== undefined,
        release() {
          if (!giveBack()) return;
          if (open.broken || isClosed) void end(open);
          else keepIdle(open);
          giveTurn();
        },
        async discard() {
          if (!giveBack()) return;
          await open.discard();
          all.delete(open);
          giveTurn();
        },
      };
    },
    async close() {
      isClosed = true;
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      await Promise.all([...all].map((open) => end(open)));
    },
  };
}
