/**
 * `COPY ... TO STDOUT` as bytes, in the place of `pg`'s own parser while rows come. `pg-copy-streams` was weighed: it makes an object of each row, gives its row count only some time after the
 * end, and cannot be stopped without its connection.
 */
import type pg from 'pg';
import { CommandClock } from '../command-clock.ts';
import { setLending } from '../lending-socket.ts';
import type { Packer } from './copy-binary.ts';
import { CopyMessages } from './copy-messages.ts';

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

export interface CopyOutOptions {
  /** Every block ends at the end of a row (the server sends one row a message), so that blocks of several streams can be mixed. */
  readonly wholeRows: boolean;
  /** Makes blocks of the messages, which are passed on as they are without it. */
  readonly packer?: ((onBatch: (batch: Uint8Array) => void) => Packer) | undefined;
}

/** Blocks wait here for the reader; beyond this, the socket is not read and the server waits. */
const highWaterBytes = 1024 * 1024;

export class CopyOut {
  /** Rows sent, known once all bytes are read. */
  rows: number | undefined;

  readonly #text: string;
  readonly #packer: Packer | undefined;
  #wire: Wire | undefined;
  #ownHandler: (block: Buffer) => void = () => {};
  readonly #messages: CopyMessages;
  readonly #clock = new CommandClock();
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  #isGivenBack = false;
  #isFinished = false;
  #isRefused = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  constructor(text: string, { wholeRows, packer: packerOf }: CopyOutOptions) {
    this.#text = text;
    const packer = packerOf?.((batch) => this.#push(batch));
    this.#packer = packer;
    this.#messages = new CopyMessages({
      wholeRows: wholeRows || packer !== undefined,
      onChunk: (chunk) => this.#push(chunk),
      onPayload: packer && ((source, from, end) => packer.take(source, from, end)),
      onOther: (message) => this.#ownHandler(message),
      onEnd: (rest) => {
        packer?.end();
        this.#giveBack();
        this.#ownHandler(rest);
      },
    });
  }

  /** Starts on an idle client, which is this statement's until the bytes have ended or the client is dropped. */
  static start(client: pg.Client, text: string, options: CopyOutOptions = { wholeRows: false }): CopyOut {
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
  async next(): Promise<Uint8Array | undefined> {
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
    setLending(wire.stream, true);
    wire.query(this.#text);
  }

  handleCommandComplete(tag: { text?: string }): void {
    const count = /^COPY (\d+)/.exec(tag.text ?? '')?.[1];
    if (count !== undefined) this.rows = this.#packer?.rows ?? Number(count);
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
    if (this.#wire === undefined || this.#isGivenBack) return;
    this.#isGivenBack = true;
    const { stream } = this.#wire;
    setLending(stream, false);
    stream.removeListener('data', this.#onBlock);
    stream.on('data', this.#ownHandler);
    stream.resume();
  }

  readonly #onBlock = (received: Buffer): void => {
    if (this.#isRefused) return;
    try {
      this.#messages.read(received);
    } catch (thrown) {
      // A row that cannot be packed. Whoever reads is told, and drops the connection.
      this.#isRefused = true;
      this.abort(thrown);
    }
  };

  #push(block: Uint8Array): void {
    if (this.#isFinished) return;
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
