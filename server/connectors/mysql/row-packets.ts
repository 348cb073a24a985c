/**
 * Splits a result's row packets in the place of mysql2, which makes seven calls for each: half of the time in which rows of two columns are read. Only whole rows are taken here;
 * anything else (the end, an error, a row of 16 MiB and more) goes back to mysql2's own parser, and so does everything after it. `values.test.ts` and `row-packets.test.ts` pin down
 * what is used of it: a connection hands what it reads to `packetParser.execute`, and a parser keeps a packet's beginning in the fields below.
 */

import { setLending } from '../lending-socket.ts';

/** mysql2's parser. `executeStart` stands in its prototype: the state between two packets. */
export interface PacketParser {
  execute(chunk: Buffer): void;
  readonly executeStart: unknown;
  readonly packetHeaderLength: number;
  /** Of an unfinished packet: what came after the three bytes of its length. */
  buffer: Buffer[];
  bufferLength: number;
  /** Its length, or as much of it as has come. */
  length: number;
  /** Bytes of the length that have come, where it is the length that is unfinished. */
  headerLen: number;
  readonly largePacketParts: readonly Buffer[];
}

export interface ParsedConnection {
  packetParser: PacketParser;
  sequenceId: number;
  /** Asked for each time: TLS exchanges it. */
  readonly stream: object;
}

export interface RowTaker {
  /** One row packet: from `offset` to `end` of `source`. Never throws. */
  take(source: Buffer, offset: number, end: number): void;
  /** All that one read of the socket brought has been taken. */
  readEnded(): void;
  /** A packet is missing, or what came is none: nothing more is taken. */
  damaged(): void;
}

const HEADER_BYTES = 4;
const LENGTH_BYTES = 3;
const LARGEST_PACKET = 0xffffff;
const EOF_MARK = 0xfe;
const LONGEST_EOF = 8;
const ERROR_MARK = 0xff;

/** Takes the rows that come from the next read on. `giveBack` undoes it, for where the result ended before that. */
export function takeRowPackets(connection: ParsedConnection, taker: RowTaker): { giveBack(): void } | undefined {
  const own = connection.packetParser;
  if (own.packetHeaderLength !== HEADER_BYTES || own.largePacketParts.length > 0) return undefined;
  const rows = new RowPackets(connection, own, taker);
  connection.packetParser = rows as unknown as PacketParser;
  // Of what is read from now on only copies are kept.
  setLending(connection.stream, true);
  return { giveBack: () => rows.giveBack() };
}

class RowPackets {
  readonly #connection: ParsedConnection;
  readonly #own: PacketParser;
  readonly #taker: RowTaker;
  /** What has come of an unfinished packet. */
  #parts: Buffer[] = [];
  #sizeBytes = 0;
  #hasBegun = false;
  #isActive = true;
  #isDamaged = false;
  /** Packets of an answer are numbered, modulo 256: this is the next one's. */
  #sequence = 0;

  constructor(connection: ParsedConnection, own: PacketParser, taker: RowTaker) {
    this.#connection = connection;
    this.#own = own;
    this.#taker = taker;
  }

  /** The name by which mysql2 calls it. */
  execute(chunk: Buffer): void {
    if (this.#isDamaged) return;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#sequence = this.#connection.sequenceId;
      this.#parts = takeUnfinished(this.#own);
      this.#sizeBytes = this.#parts.reduce((sum, part) => sum + part.length, 0);
    }
    const rest = this.#sizeBytes === 0 ? chunk : this.#completed(chunk);
    if (rest !== undefined) this.#split(rest);
    this.#taker.readEnded();
  }

  giveBack(): void {
    if ((this.#connection.packetParser as unknown) !== this) return;
    this.#connection.packetParser = this.#own;
    setLending(this.#connection.stream, false);
  }

  /** Takes the packet that `chunk` ends, and gives the rest of `chunk` if there is more for us in it. */
  #completed(chunk: Buffer): Buffer | undefined {
    let rest = chunk;
    // First the header, which tells how much is missing, then that.
    for (const isHeader of [true, false]) {
      const missing = (isHeader ? HEADER_BYTES : this.#packetBytes()) - this.#sizeBytes;
      if (missing <= 0) continue;
      this.#parts.push(Buffer.from(rest.subarray(0, missing)));
      this.#sizeBytes += Math.min(missing, rest.length);
      if (missing > rest.length) return undefined;
      rest = rest.subarray(missing);
      // Before a length that may be none is waited for.
      if (isHeader && !this.#isNext(Buffer.concat(this.#parts, HEADER_BYTES)[LENGTH_BYTES])) return undefined;
    }
    const packet = Buffer.concat(this.#parts, this.#sizeBytes);
    this.#parts = [];
    this.#sizeBytes = 0;
    this.#split(packet);
    if (this.#isDamaged) return undefined;
    if (this.#isActive) return rest;
    this.#own.execute(Buffer.from(rest));
    return undefined;
  }

  #packetBytes(): number {
    const length = Buffer.concat(this.#parts, HEADER_BYTES).readUIntLE(0, LENGTH_BYTES);
    // One that mysql2 must put together is handed over at once.
    return length === LARGEST_PACKET ? HEADER_BYTES : HEADER_BYTES + length;
  }

  #split(data: Buffer): void {
    const taker = this.#taker;
    const size = data.length;
    let start = 0;
    while (size - start >= HEADER_BYTES) {
      const length = (data[start] as number) | ((data[start + 1] as number) << 8) | ((data[start + 2] as number) << 16);
      const from = start + HEADER_BYTES;
      const end = from + length;
      if (length === LARGEST_PACKET) {
        this.#handOver(data, start);
        return;
      }
      if (!this.#isNext(data[start + LENGTH_BYTES])) return;
      if (end > size) break;
      this.#sequence = (this.#sequence + 1) & 0xff;
      const first = data[from];
      if (first === ERROR_MARK || (first === EOF_MARK && length <= LONGEST_EOF)) {
        this.#handOver(data, start);
        return;
      }
      taker.take(data, from, end);
      start = end;
    }
    this.#parts = start === size ? [] : [Buffer.from(data.subarray(start))];
    this.#sizeBytes = size - start;
  }

  #isNext(sequence: number | undefined): boolean {
    if (sequence === this.#sequence) return true;
    this.#isDamaged = true;
    this.#taker.damaged();
    return false;
  }

  #handOver(data: Buffer, start: number): void {
    this.giveBack();
    this.#isActive = false;
    this.#connection.sequenceId = data[start + LENGTH_BYTES] ?? 0;
    this.#own.execute(Buffer.from(data.subarray(start)));
  }
}

/** What the parser has read of an unfinished packet; it then stands between two packets. */
function takeUnfinished(parser: PacketParser): Buffer[] {
  if (parser.execute === parser.executeStart) return [];
  const length = [parser.length & 0xff, (parser.length >> 8) & 0xff, (parser.length >> 16) & 0xff];
  const parts =
    parser.buffer.length > 0
      ? [Buffer.from(length), ...parser.buffer]
      : [Buffer.from(length.slice(0, parser.headerLen))];
  parser.buffer = [];
  parser.bufferLength = 0;
  parser.execute = parser.executeStart as PacketParser['execute'];
  return parts;
}
