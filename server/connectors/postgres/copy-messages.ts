/**
 * The server's messages while it answers COPY: the payloads of rows are moved together into blocks, everything else goes to whom it belongs. Rows are not looked at: of each message only the
 * five bytes of its header are read. Nothing of what is handed in is kept.
 */
import { chunkOf, endBlock, takeBlock } from '../byte-pool.ts';

export interface CopyMessagesOptions {
  /** Every chunk ends at the end of a row (the server sends one row a message). */
  readonly wholeRows: boolean;
  /** Bytes of rows, at the latest when all that was handed in has been read. May be given back to the pool. */
  readonly onChunk: (chunk: Uint8Array) => void;
  /** Takes the payload of each message in the place of `onChunk`: from `from` to `end` of `source`, of which nothing may be kept. Only with `wholeRows`. */
  readonly onPayload?: ((source: Buffer, from: number, end: number) => void) | undefined;
  /** Whole messages that may come among the rows. */
  readonly onOther: (message: Buffer) => void;
  /** No rows come any more: `rest` begins with the message that says why. */
  readonly onEnd: (rest: Buffer) => void;
}

const kind = {
  copyData: 0x64,
  copyOutResponse: 0x48,
  notice: 0x4e,
  parameterStatus: 0x53,
  notification: 0x41,
} as const;
const HEADER_BYTES = 5;
/** Longer copies are cheaper as one native call. */
const NATIVE_COPY_BYTES = 64;
const none = Buffer.alloc(0);

export class CopyMessages {
  readonly #options: CopyMessagesOptions;
  #out: Buffer = none;
  #start = 0;
  #end = 0;
  /** Of a row whose rest is still to come. */
  #payloadLeft = 0;
  /** Bytes of a message that is not here whole, as they came. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  /** How many of its bytes must be here before it is looked at again. */
  #neededBytes = 0;
  #hasEnded = false;

  constructor(options: CopyMessagesOptions) {
    this.#options = options;
  }

  read(received: Buffer): void {
    let rest: Buffer | undefined = received;
    while (rest !== undefined && this.#begunBytes > 0) rest = this.#complete(rest);
    if (rest !== undefined && rest.length > 0) this.#split(rest);
    this.#flush();
  }

  /** Adds to the message that has begun; gives what is left, or undefined while it is not enough. */
  #complete(received: Buffer): Buffer | undefined {
    const missing = this.#neededBytes - this.#begunBytes;
    this.#begun.push(Buffer.from(received.subarray(0, missing)));
    this.#begunBytes += Math.min(missing, received.length);
    if (this.#begunBytes < this.#neededBytes) return undefined;
    const message = Buffer.concat(this.#begun, this.#begunBytes);
    this.#begun = [];
    this.#begunBytes = 0;
    this.#split(message);
    return received.subarray(missing);
  }

  #split(data: Buffer): void {
    if (this.#hasEnded) {
      this.#options.onEnd(Buffer.from(data));
      return;
    }
    const size = data.length;
    const { wholeRows } = this.#options;
    let at = 0;
    if (this.#payloadLeft > 0) {
      at = Math.min(this.#payloadLeft, size);
      this.#payloadLeft -= at;
      this.#add(data, 0, at);
    }
    while (at < size) {
      if (size - at < HEADER_BYTES) {
        this.#keep(data, at, HEADER_BYTES);
        return;
      }
      const type = data[at] as number;
      const from = at + HEADER_BYTES;
      const end = from + data.readInt32BE(at + 1) - 4;
      if (type === kind.copyData) {
        if (end > size) {
          if (wholeRows) {
            this.#keep(data, at, end - at);
            return;
          }
          this.#payloadLeft = end - size;
        }
        at = Math.min(end, size);
        this.#add(data, from, at);
        continue;
      }
      if (!isInBetween(type)) {
        this.#endWith(data, at);
        return;
      }
      if (end > size) {
        this.#keep(data, at, end - at);
        return;
      }
      if (type !== kind.copyOutResponse) this.#options.onOther(Buffer.from(data.subarray(at, end)));
      at = end;
    }
  }

  #keep(data: Buffer, at: number, neededBytes: number): void {
    this.#begun = [Buffer.from(data.subarray(at))];
    this.#begunBytes = data.length - at;
    this.#neededBytes = neededBytes;
  }

  #add(data: Buffer, from: number, end: number): void {
    const { onPayload } = this.#options;
    if (onPayload !== undefined) {
      onPayload(data, from, end);
      return;
    }
    const size = end - from;
    if (this.#out.length - this.#end < size) this.#turnOver(size);
    const out = this.#out;
    let to = this.#end;
    if (size > NATIVE_COPY_BYTES) data.copy(out, to, from, end);
    else for (let at = from; at < end; at += 1) out[to++] = data[at] as number;
    this.#end += size;
  }

  #turnOver(minBytes: number): void {
    this.#flush();
    if (this.#out !== none) endBlock(this.#out);
    this.#out = takeBlock(minBytes);
    this.#start = 0;
    this.#end = 0;
  }

  #flush(): void {
    if (this.#end === this.#start) return;
    const chunk = chunkOf(this.#out, this.#start, this.#end);
    this.#start = this.#end;
    this.#options.onChunk(chunk);
  }

  #endWith(data: Buffer, at: number): void {
    this.#hasEnded = true;
    this.#flush();
    if (this.#out !== none) endBlock(this.#out);
    this.#out = none;
    this.#start = 0;
    this.#end = 0;
    this.#options.onEnd(Buffer.from(data.subarray(at)));
  }
}

/** Messages that may come among the rows; any other one ends them. */
function isInBetween(type: number): boolean {
  return (
    type === kind.copyOutResponse || type === kind.notice || type === kind.parameterStatus || type === kind.notification
  );
}
