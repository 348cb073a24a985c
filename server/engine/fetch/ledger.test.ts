import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LedgerEntry } from './ledger.ts';
import { readAhead } from './read-ahead.ts';

let nowMs = 1_000;
beforeEach(() => {
  nowMs = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

const entryOf = (): LedgerEntry => {
  const entry = new LedgerEntry({ index: 0, connection: 'a', relation: 'b', sql: '', pushed: [], kept: [] });
  nowMs += 5;
  entry.wait();
  return entry;
};

/** A source that takes so long for each of its blocks, and for its end. */
async function* blocks(...tookMs: number[]) {
  for (const took of tookMs.slice(0, -1)) {
    nowMs += took;
    yield Buffer.from('1\n');
  }
  nowMs += tookMs.at(-1) ?? 0;
}

it('tells the wait for the first bytes from the time in which rows came', async () => {
  const entry = entryOf();
  nowMs += 40;
  entry.start('SELECT 1', new Date());
  const read = readAhead(blocks(100, 30, 20), entry);
  for await (const _ of read);
  nowMs += 1_000;
  entry.end('done');
  expect(entry.snapshot).toMatchObject({ waitMs: 140, transferMs: 50, ms: 1_190 });
});

it('leaves out the time for which the reader took no more', async () => {
  const entry = entryOf();
  entry.start('SELECT 1', new Date());
  const read = readAhead(blocks(100, 30, 20), { maxBytes: 1, onWait: entry.onWait });
  for (let block = 0; block < 2; block += 1) {
    // What is kept ready has no room for another block.
    await nextTurn();
    nowMs += 500;
    await read.next();
  }
  expect(await read.next()).toMatchObject({ done: true });
  entry.end('done');
  expect(entry.snapshot).toMatchObject({ waitMs: 100, transferMs: 50, ms: 1_150 });
});

it('takes a source without rows, and one that is stopped or fails before its first, as waited for', async () => {
  const empty = entryOf();
  empty.start('SELECT 1', new Date());
  for await (const _ of readAhead(blocks(70), empty));
  empty.end('done');
  expect(empty.snapshot).toMatchObject({ waitMs: 70, transferMs: 0 });

  const stopped = entryOf();
  nowMs += 25;
  stopped.end('cancelled');
  expect(stopped.snapshot).toMatchObject({ waitMs: 25, transferMs: 0 });
});

it('has no such figures for what is read in place, nor for what was never asked for', () => {
  const inPlace = entryOf();
  inPlace.start('read', new Date());
  inPlace.readInPlace();
  nowMs += 25;
  inPlace.end('done');
  expect(inPlace.snapshot).toMatchObject({ isInPlace: true, ms: 25 });
  expect(inPlace.snapshot).not.toHaveProperty('waitMs');

  const planned = new LedgerEntry({ index: 0, connection: 'a', relation: 'b', sql: '', pushed: [], kept: [] });
  planned.end('failed');
  expect(planned.snapshot).not.toHaveProperty('waitMs');
});

it('does not say that the source filtered by keys which were not sent after all', () => {
  const pushed = ['total > 5', 'id is among the keys of crm.a.ref'];
  const reducers = [{ from: 1, fromColumn: 'ref', column: 'id' }];
  const entry = new LedgerEntry({ index: 0, connection: 'a', relation: 'b', sql: '', pushed, kept: [], reducers });
  entry.reduced(1, 'id', { form: 'keys', keys: 7 });
  expect(entry.snapshot).toMatchObject({ pushed, reducers: [{ form: 'keys', keys: 7 }] });
  entry.reduced(1, 'id', { form: 'none' }, 'id is among the keys of crm.a.ref');
  expect(entry.snapshot).toMatchObject({ pushed: ['total > 5'], reducers: [{ form: 'none' }] });
});
