/** Named pipes between a fetch and DuckDB. */
import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { giveBack } from '../../connectors/byte-pool.ts';

const run = promisify(execFile);

export async function makeFifos(paths: readonly string[]): Promise<void> {
  if (paths.length > 0) await run('mkfifo', ['-m', '600', ...paths]);
}

/**
 * Opens the pipe for writing if a reader has it open; undefined if there is none. Never waits, and needs no thread of Node's pool: as many DuckDB
 * statements as that pool has threads may be waiting in it for exactly this. A plain descriptor: the socket that takes it over closes it.
 */
function openIfRead(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENXIO' || code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Gives a reader that waits in open() or read() an end of file. Used when a run is stopped. */
export async function releaseReader(path: string): Promise<void> {
  const descriptor = openIfRead(path);
  if (descriptor !== undefined) closeSync(descriptor);
}

/**
 * Writes everything from `bytes` into the pipe, at the pace of its reader, starting when the reader opens it. Resolves to `whole` at the end, or to
 * `closed` if the reader went away first (it needed no more). Closes `bytes` in any case.
 */
export async function writeFifo(
  path: string,
  bytes: AsyncIterableIterator<Uint8Array>,
  signal: AbortSignal,
): Promise<'whole' | 'closed'> {
  try {
    const fd = await waitForReader(path, signal);
    const socket = new Socket({ fd, readable: false, writable: true });
    let isBroken = false;
    let wake = (): void => {};
    const onEnd = (): void => {
      isBroken = true;
      wake();
    };
    socket.on('error', onEnd);
    socket.on('close', onEnd);
    socket.on('drain', () => wake());
    signal.addEventListener('abort', onEnd, { once: true });
    try {
      for await (const chunk of bytes) {
        if (isBroken) break;
        const isWritten = socket.write(chunk, (error) => {
          if (error == null) giveBack(chunk);
        });
        if (!isWritten) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (isBroken) resolve();
          });
        }
      }
      signal.throwIfAborted();
      if (isBroken) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
        socket.end(resolve);
      });
      return isBroken && socket.errored !== null ? 'closed' : 'whole';
    } finally {
      signal.removeEventListener('abort', onEnd);
      socket.destroy();
    }
  } finally {
    await bytes.return?.();
  }
}

async function waitForReader(path: string, signal: AbortSignal): Promise<number> {
  for (let waitMs = 1; ; waitMs = Math.min(waitMs + 1, 8)) {
    signal.throwIfAborted();
    const descriptor = openIfRead(path);
    if (descriptor !== undefined) return descriptor;
    await delay(waitMs, undefined, { signal });
  }
}
