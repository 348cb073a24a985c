/**
 * One running query as a stream of bytes. mysql2 makes no values of the rows: `Query` keeps its state as functions, and `row` is the state for row packets. The first of them are
 * taken there; from the next read of the socket on `row-packets.ts` splits them.
 */
import type { Duplex } from 'node:stream';
import type { PoolConnection } from 'mysql2';
import { CommandClock } from '../command-clock.ts';
import { DamagedRow } from './encode-rows.ts';
import { DAMAGED } from './errors.ts';
import { type ParsedConnection, takeRowPackets } from './row-packets.ts';
import type { WireField } from './wire-types.ts';

interface RowPacket {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isEOF(): boolean;
}

type PacketState = (packet: RowPacket, connection: ParsedConnection) => unknown;

/** What mysql2's `Query` is inside. */
interface PacketQuery {
  row: PacketState;
  on(event: 'fields', listener: (fields: readonly WireField[]) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'end', listener: () => void): void;
}

/** Takes the rows of one query. */
export interface RowSink {
  row(source: Buffer, offset: number, end: number): void;
  /** Hands out what a reader that waits may have now. */
  flush(): void;
  /** Hands out the rest. */
  end(): void;
  readonly hasPending: boolean;
  readonly rows: number;
}

export interface RowStreamOptions {
  /** Called once, before the first row; may throw to refuse the answer. */
  readonly open: (fields: readonly WireField[], onChunk: (chunk: Uint8Array) => void) => RowSink;
  /** Rows wanted at most. */
  readonly limit?: number | undefined;
}

/** Bytes waiting beyond which the server is asked to wait. */
const HIGH_WATER_BYTES = 1024 * 1024;

/**
 * Starts `sql` at once. `opened` settles when the columns are known; `finished` settles, never rejects, when the connection is free again. Whoever
 * reads takes chunks by `next`; while nobody does, the socket is paused.
 */
export class RowStream {
  readonly opened: Promise<void>;
  readonly finished: Promise<void>;
  isFinished = false;
  /** The connection is gone. */
  isLost = false;
  /** The query reached the rows wanted and its rest is not needed. */
  isSatisfied = false;
  readonly #clock = new CommandClock();
  readonly #connection: PoolConnection;
  readonly #options: RowStreamOptions;
  #sink: RowSink | undefined;
  #chunks: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  #isDiscarding = false;
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;
  #opening: { resolve: () => void; reject: (error: Error) => void };
  #finish: () => void;

  constructor(connection: PoolConnection, sql: string, options: RowStreamOptions) {
    this.#connection = connection;
    this.#options = options;
    const opening = Promise.withResolvers<void>();
    this.#opening = opening;
    this.opened = opening.promise;
    this.opened.catch(() => {});
    const finishing = Promise.withResolvers<void>();
    this.finished = finishing.promise;
    const onLost = (error: Error) => this.#fail(error, true);
    const onEnd = () => onLost(Object.assign(new Error('The server closed the connection.'), lost));
    let taken: ReturnType<typeof takeRowPackets>;
    connection.on('error', onLost);
    connection.on('end', onEnd);
    this.#finish = () => {
      if (this.isFinished) return;
      this.isFinished = true;
      taken?.giveBack();
      connection.removeListener('error', onLost);
      connection.removeListener('end', onEnd);
      finishing.resolve();
    };
    const query = connection.query({ sql, rowsAsArray: true }) as unknown as PacketQuery;
    const original = query.row;
    let isTaken = false;
    const takeRow: PacketState = (packet, owner) => {
      if (packet.isEOF()) return original.call(query, packet, owner);
      this.#take(packet.buffer, packet.offset, packet.end);
      // Once: what mysql2 gets back it keeps.
      if (!isTaken) {
        isTaken = true;
        setImmediate(() => this.#flushForReader());
        taken = takeRowPackets(owner, {
          take: (source, offset, end) => this.#take(source, offset, end),
          readEnded: () => this.#flushForReader(),
          damaged: () => this.#breakOff(),
        });
      }
      return takeRow;
    };
    query.row = takeRow;
    query.on('fields', (fields) => this.#open(fields));
    query.on('error', (error) => this.#fail(error, false));
    query.on('end', () => this.#end());
  }

  /** How long the server worked on it; undefined until it has ended. */
  get serverMs(): number | undefined {
    return this.#clock.ms;
  }

  get rows(): number {
    return this.#sink?.rows ?? 0;
  }

  /** The next bytes; undefined at the end. Throws what the server or the sink said, after the bytes before it. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#waitingBytes -= chunk.byteLength;
        if (this.#waitingBytes < HIGH_WATER_BYTES / 2) this.#resume();
        return chunk;
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return undefined;
      if (this.#sink?.hasPending === true) {
        this.#sink.flush();
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#resume();
      });
    }
  }

  /** From now on rows are thrown away as they come. The query itself goes on until it is killed. */
  discard(): void {
    this.#isDiscarding = true;
    this.#chunks = [];
    this.#waitingBytes = 0;
    this.#resume();
  }

  #open(fields: readonly WireField[]): void {
    try {
      this.#sink = this.#options.open(fields, (chunk) => this.#push(chunk));
      this.#opening.resolve();
    } catch (error) {
      this.#fail(error as Error, false);
      this.discard();
    }
  }

  #take(source: Buffer, offset: number, end: number): void {
    const sink = this.#sink;
    if (sink === undefined || this.isSatisfied || this.#isDiscarding) return;
    if (this.#options.limit !== undefined && sink.rows >= this.#options.limit) {
      this.isSatisfied = true;
      sink.end();
      this.#ended = true;
      this.#wakeUp();
      return;
    }
    try {
      sink.row(source, offset, end);
    } catch (error) {
      if (error instanceof DamagedRow) this.#breakOff();
      else this.#fail(error as Error, false);
      this.discard();
    }
  }

  /** Nothing that comes on this connection can be trusted any more. */
  #breakOff(): void {
    const damaged = Object.assign(new Error('The answer arrived damaged.'), { code: DAMAGED, fatal: true });
    this.#fail(damaged, true);
    // Not mysql2's own way to leave, after which it tells nobody.
    socketOf(this.#connection).destroy(damaged);
  }

  /** A reader that waits gets what one read of the socket brought, not only full chunks. */
  #flushForReader(): void {
    if (this.#wake !== undefined && !this.#isDiscarding) this.#sink?.flush();
  }

  #push(chunk: Uint8Array): void {
    if (this.#isDiscarding) return;
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.byteLength;
    if (this.#waitingBytes >= HIGH_WATER_BYTES) this.#pause();
    this.#wakeUp();
  }

  #end(): void {
    this.#clock.end();
    if (this.#error === undefined && !this.#isDiscarding && !this.isSatisfied) this.#sink?.end();
    this.#ended = true;
    this.#opening.reject(new Error('The statement gave no columns.'));
    this.#resume();
    this.#finish();
    this.#wakeUp();
  }

  #fail(error: Error, isLost: boolean): void {
    this.#error ??= error;
    this.#opening.reject(error);
    if (isLost) {
      this.isLost = true;
      this.#finish();
    }
    this.#wakeUp();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** The socket, not mysql2's connection: what has been read already is encoded, which is less than copying it aside. */
  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#clock.pause();
    socketOf(this.#connection).pause();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#clock.resume();
    socketOf(this.#connection).resume();
  }
}

const lost = { code: 'PROTOCOL_CONNECTION_LOST', fatal: true };

/** Asked for each time: TLS exchanges it. */
function socketOf(connection: PoolConnection): Duplex {
  return (connection as unknown as { stream: Duplex }).stream;
}
