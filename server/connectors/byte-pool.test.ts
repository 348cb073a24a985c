import { expect, test } from 'vitest';
import { chunkOf, endBlock, giveBack, takeBlock } from './byte-pool.ts';

test('a block is lent again only when it has ended and all of its chunks are back', () => {
  const block = takeBlock();
  const [first, second] = [chunkOf(block, 0, 10), chunkOf(block, 10, 20)];
  const isLentAgain = (): boolean => takeBlock().buffer === block.buffer;
  giveBack(first);
  expect(isLentAgain()).toBe(false);
  endBlock(block);
  expect(isLentAgain()).toBe(false);
  giveBack(second);
  expect(isLentAgain()).toBe(true);
});

test('a chunk given back twice, or of no block, frees nothing', () => {
  const block = takeBlock();
  const [first, second] = [chunkOf(block, 0, 10), chunkOf(block, 10, 20)];
  endBlock(block);
  giveBack(Buffer.from('other'));
  giveBack(first);
  expect(takeBlock().buffer).not.toBe(block.buffer);
  giveBack(second);
  giveBack(second);
  const [again, other] = [takeBlock(), takeBlock()];
  expect(again.buffer).toBe(block.buffer);
  expect(other.buffer).not.toBe(block.buffer);
});

test('a large block is as large as asked for', () => {
  expect(takeBlock(1_000_000).length).toBe(1_000_000);
});
