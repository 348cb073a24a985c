import { expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

const never = new AbortController().signal;

/** Lets `person` wait; tells when its turn came. */
function enter(queue: FairQueue, person: string, started: string[], signal = never): Promise<void> {
  return queue.turn(person, signal, () => {}).then(() => void started.push(person));
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets people take turns, however many statements one of them has', async () => {
  const queue = new FairQueue({ concurrentRuns: 1, queuedRuns: 5_000 });
  const started: string[] = [];
  for (let count = 0; count < 1_000; count += 1) void enter(queue, 'ada', started);
  const positions: number[] = [];
  void queue.turn('bo', never, (position) => positions.push(position)).then(() => void started.push('bo'));
  await settle();
  expect(started).toEqual(['ada']);
  expect(positions).toEqual([1]);
  queue.done('ada');
  await settle();
  expect(started).toEqual(['ada', 'bo']);
});

it('refuses more than one person may have, and nobody else', async () => {
  const queue = new FairQueue({ concurrentRuns: 1, queuedRuns: 2, runsPerPerson: 3 });
  const started: string[] = [];
  for (let count = 0; count < 3; count += 1) void enter(queue, 'ada', started);
  await expect(enter(queue, 'ada', started)).rejects.toMatchObject({ code: 'queue_full' });
  // The queue is full, yet who has nothing in it may wait with one statement.
  void enter(queue, 'bo', started);
  await expect(enter(queue, 'bo', started)).rejects.toMatchObject({ code: 'queue_full' });
  queue.done('ada');
  await settle();
  expect(started).toEqual(['ada', 'bo']);
});

it('forgets who gives up waiting', async () => {
  const queue = new FairQueue({ concurrentRuns: 1, queuedRuns: 10 });
  const started: string[] = [];
  await enter(queue, 'ada', started);
  const stop = new AbortController();
  const given = enter(queue, 'bo', started, stop.signal);
  const last = enter(queue, 'cy', started);
  stop.abort();
  await expect(given).rejects.toThrow('Stopped');
  queue.done('ada');
  await last;
  expect(started).toEqual(['ada', 'cy']);
});
