import { expect, test } from 'vitest';
import { sampleRun } from '../../../server/history/testing/sample-run.ts';
import { withLiveState } from './live-state.ts';

test('a run that goes is listed as it is now, others as they are kept', async () => {
  const ended = sampleRun('a', { status: 'succeeded' });
  const going = sampleRun('b', { status: 'queued' });
  const columns = [{ name: 'n', label: 'n', type: 'INTEGER' }];
  const live = { get: async (id: string) => sampleRun(id, { status: 'running', columns }) };
  expect(await withLiveState([ended, going], live)).toEqual([ended, { ...going, status: 'running' }]);
});
