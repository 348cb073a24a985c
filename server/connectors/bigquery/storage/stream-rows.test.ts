import { expect, it } from 'vitest';
import { errorOf, never } from '../../conformance/context.ts';
import type { ReadRowsResponse } from './protocol.ts';
import { type ReadApi, ReadApiError } from './read-api.ts';
import { type Block, streamBlocks } from './stream-rows.ts';

const block = (rows: number): ReadRowsResponse => ({
  arrowRecordBatch: { serializedRecordBatch: Buffer.from([rows]) },
  rowCount: String(rows),
});
/** Tells of progress only. */
const progress: ReadRowsResponse = { arrowRecordBatch: null, rowCount: '0' };

/** A server whose calls give these answers, one list a call. */
function scripted(...calls: readonly (readonly (ReadRowsResponse | Error)[])[]) {
  const offsets: string[] = [];
  const api: Pick<ReadApi, 'readRows'> = {
    async *readRows({ offset }) {
      offsets.push(offset);
      for (const answer of calls[offsets.length - 1] ?? []) {
        if (answer instanceof Error) throw answer;
        yield answer;
      }
    },
  };
  return { api: api as ReadApi, offsets };
}

async function read(api: ReadApi, signal = never()): Promise<readonly number[]> {
  const blocks: Block[] = [];
  for await (const one of streamBlocks(api, 'stream', signal, () => {})) blocks.push(one);
  return blocks.map(({ rows }) => rows);
}

const broken = new ReadApiError('UNAVAILABLE', 'gone');

it('goes on behind the last row that was taken', async () => {
  const { api, offsets } = scripted([block(3), progress, block(4), broken], [broken], [block(5)]);
  expect(await read(api)).toEqual([3, 4, 5]);
  expect(offsets).toEqual(['0', '7', '7']);
});

it('gives up after some calls without a row, and at once where another call changes nothing', async () => {
  const { api, offsets } = scripted([block(1), broken], [broken], [broken], [broken], [broken], [broken], [block(1)]);
  expect(await errorOf(read(api))).toMatchObject({ status: 'UNAVAILABLE' });
  expect(offsets).toHaveLength(6);
  const refused = scripted([block(1), new ReadApiError('FAILED_PRECONDITION', 'expired')], [block(1)]);
  expect(await errorOf(read(refused.api))).toMatchObject({ status: 'FAILED_PRECONDITION' });
  expect(refused.offsets).toEqual(['0']);
});

it('refuses rows that were counted and did not come', async () => {
  const { api } = scripted([{ arrowRecordBatch: null, rowCount: '2' }]);
  expect(await errorOf(read(api))).toMatchObject({ status: 'DATA_LOSS' });
});

it('does not call again once it is stopped', async () => {
  const { api, offsets } = scripted([broken], [block(1)]);
  expect(await errorOf(read(api, AbortSignal.abort()))).toBe(broken);
  expect(offsets).toEqual(['0']);
});
