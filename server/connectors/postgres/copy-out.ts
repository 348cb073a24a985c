/**
 * `COPY ... TO STDOUT` as bytes. Rows are not looked at: of each message of the server only the five bytes of its header are read, and the
 * payloads are moved together inside the block that came from the socket. `pg-copy-streams` was weighed: it makes an object of each row,
 * gives its row count only some time after the end, and cannot be stopped without its connection.
 */
import type pg from 'pg';
import { CommandClock } from '../command-clock.ts';

interface Wire {
  readonly stream: {
    listeners(event: 'data'): unknown[];
    on(event: 'data', listener: (block: Buffer) => void): void;
    removeListener(event: 'data', listener: (block: Buffer) => void): void;
    pause(): void;
    resume(): void;
  };
  query(text: string): void;
}

const message = {
  copyData: 0x64,
  copyOutResponse: 0x48,
  notice: 0x4e,
  parameterStatus: 0x53,
  notification: 0x41,
} as const;
const headerBytes = 5;
/** Blocks wait here for the reader; beyond this, the socket is not read and the server waits. */
const highWaterBytes = 1024 * 1024;

export class CopyOut {
  /** Rows sent, known once all bytes are read. */
  rows: number | undefined;

  readonly #text: string;
  readonly #wholeRows: boolean;
  #wire: Wire | undefined;
  #ownHandler: ((block: Buffer) => void) | undefined;
  /** Bytes of a message that is not here whole, as they came. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  /** How many of its bytes must be here before it is looked at again. */
  #neededBytes = 0;
  #payloadLeft = 0;
  readonly #clock = new CommandClock();
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  #isFinished = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  constructor(text: string, { wholeRows }: { readonly wholeRows: boolean }) {
    this.#text = text;
    this.#wholeRows = wholeRows;
  }

  /**
   * Starts on an idle client, which is this statement's until the bytes have ended or the client is dropped. `wholeRows`: every block ends at the
   * end of a row (the server sends one row a message), so that blocks of several streams can be mixed.
   */
  static start(client: pg.Client, text: string, options = { wholeRows: false }): CopyOut {
    const copy = new CopyOut(text, options);
    client.query(copy as unknown as pg.Submittable);
    return copy;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** How long the server worked on it; undefined until it has ended. */
  get serverMs(): number | undefined {
    return this.#clock.ms;
  }

  /** Next block; undefined at the end. Throws what the server or the connection reported. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const block = this.#waiting.shift();
      if (block !== undefined) {
        this.#waitingBytes -= block.length;
        if (this.#isPaused && this.#waitingBytes < highWaterBytes / 2) {
          this.#isPaused = false;
          this.#clock.resume();
          this.#wire?.stream.resume();
        }
        return block;
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isFinished) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** `next` throws `failure` from now on, and what still arrives is thrown away, so that the server is not kept waiting for a reader. */
  abort(failure: unknown): void {
    this.#waiting.length = 0;
    this.#failure ??= failure;
    this.#finish(this.#failure);
    this.#wire?.stream.resume();
  }

  // From here on: called by `pg`.

  submit(connection: unknown): void {
    const wire = connection as Wire;
    this.#wire = wire;
    this.#ownHandler = wire.stream.listeners('data')[0] as (block: Buffer) => void;
    wire.stream.removeListener('data', this.#ownHandler);
    wire.stream.on('data', this.#onBlock);
    wire.query(this.#text);
  }

  handleCommandComplete(tag: { text?: string }): void {
    const count = /^COPY (\d+)/.exec(tag.text ?? '')?.[1];
    if (count !== undefined) this.rows = Number(count);
  }

  handleReadyForQuery(): void {
    this.#finish(undefined);
  }

  handleError(error: unknown): void {
    this.#giveBack();
    this.#finish(error);
  }

  #finish(failure: unknown): void {
    if (this.#isFinished) return;
    this.#clock.end();
    this.#isFinished = true;
    this.#failure = failure;
    this.#wake?.();
  }

  #giveBack(): void {
    if (this.#ownHandler === undefined || this.#wire === undefined) return;
    this.#wire.stream.removeListener('data', this.#onBlock);
    this.#wire.stream.on('data', this.#ownHandler);
    this.#wire.stream.resume();
    this.#ownHandler = undefined;
  }

  readonly #onBlock = (received: Buffer): void => {
    const block = this.#withBegun(received);
    if (block === undefined) return;
    let at = 0;
    let filled = 0;
    while (at < block.length) {
      if (this.#payloadLeft > 0) {
        const end = Math.min(at + this.#payloadLeft, block.length);
        block.copyWithin(filled, at, end);
        filled += end - at;
        this.#payloadLeft -= end - at;
        at = end;
        continue;
      }
      const isWhole = block.length - at >= headerBytes;
      const type = block[at];
      const bodyBytes = isWhole ? block.readInt32BE(at + 1) - 4 : 0;
      const end = at + headerBytes + bodyBytes;
      if (isWhole && type === message.copyData && (!this.#wholeRows || end <= block.length)) {
        this.#payloadLeft = bodyBytes;
        at += headerBytes;
        continue;
      }
      if (!isWhole || (end > block.length && (isInBetween(type) || type === message.copyData))) {
        // A copy: the bytes before it are handed on, and this one may be changed by then.
        this.#begun = [Buffer.from(block.subarray(at))];
        this.#begunBytes = block.length - at;
        this.#neededBytes = isWhole ? end - at : headerBytes;
        break;
      }
      if (!isInBetween(type)) {
        this.#push(block.subarray(0, filled));
        const handler = this.#ownHandler;
        this.#giveBack();
        handler?.(block.subarray(at));
        return;
      }
      if (type !== message.copyOutResponse) this.#ownHandler?.(block.subarray(at, end));
      at = end;
    }
    this.#push(block.subarray(0, filled));
  };

  /** What had begun before, with what came now; undefined if that is still not enough. A long message is put together once, not block by block. */
  #withBegun(received: Buffer): Buffer | undefined {
    if (this.#begunBytes === 0) return received;
    this.#begun.push(received);
    this.#begunBytes += received.length;
    if (this.#begunBytes < this.#neededBytes) return undefined;
    const block = Buffer.concat(this.#begun);
    this.#begun = [];
    this.#begunBytes = 0;
    return block;
  }

  #push(block: Buffer): void {
    if (block.length === 0 || this.#isFinished) return;
    this.#waiting.push(block);
    this.#waitingBytes += block.length;
    if (!this.#isPaused && this.#waitingBytes >= highWaterBytes) {
      this.#isPaused = true;
      this.#clock.pause();
      this.#wire?.stream.pause();
    }
    this.#wake?.();
  }
}

/** Messages that may come among the data; any other one ends it and belongs to `pg`. */
function isInBetween(type: number | undefined): boolean {
  return (
    type === message.copyOutResponse ||
    type === message.notice ||
    type === message.parameterStatus ||
    type === message.notification
  );
}
