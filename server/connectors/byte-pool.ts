/**
 * Blocks of bytes that are used again. What a stream of rows allocates lies outside of the heap that V8 collects, but counts towards its next collection: a fetch of 100 MB made it mark the
 * whole heap a dozen times, a quarter of all processor time of the engine. A reader that gives chunks back is lent the same blocks again; one that does not loses nothing but that.
 */

const BLOCK_BYTES = 256 * 1024;
/** Blocks kept for the next fetch. */
const MOST_KEPT = 96;

interface Lent {
  readonly block: Buffer;
  /** Chunks of it that are still read. */
  chunks: number;
  /** No more chunks of it will come. */
  isEnded: boolean;
}

const kept: Buffer[] = [];
const lent = new WeakMap<ArrayBufferLike, Lent>();

/** A block of at least `minBytes`, to be filled from its beginning. */
export function takeBlock(minBytes = 0): Buffer {
  if (minBytes > BLOCK_BYTES) return Buffer.allocUnsafeSlow(minBytes);
  const block = kept.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  lent.set(block.buffer, { block, chunks: 0, isEnded: false });
  return block;
}

/** A part of a block for a reader, who may give it back once. */
export function chunkOf(block: Buffer, start: number, end: number): Uint8Array {
  const known = lent.get(block.buffer);
  if (known !== undefined) known.chunks += 1;
  return block.subarray(start, end);
}

/** Nothing more is written into the block. */
export function endBlock(block: Buffer): void {
  const known = lent.get(block.buffer);
  if (known === undefined) return;
  known.isEnded = true;
  keepIfFree(known);
}

/** Whoever has read a chunk, and keeps nothing of it, gives it back; what did not come from here is ignored. */
export function giveBack(chunk: Uint8Array): void {
  const known = lent.get(chunk.buffer);
  if (known === undefined || known.chunks === 0) return;
  known.chunks -= 1;
  keepIfFree(known);
}

function keepIfFree({ block, chunks, isEnded }: Lent): void {
  if (!isEnded || chunks > 0) return;
  lent.delete(block.buffer);
  if (kept.length < MOST_KEPT) kept.push(block);
}
