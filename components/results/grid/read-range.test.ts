import { expect, it, vi } from 'vitest';
import { readRange } from './read-range.ts';
import type { WindowRequest } from './result-windows.ts';

const rowsOf = ({ offset, limit, firstColumn, lastColumn }: WindowRequest) =>
  Array.from({ length: limit }, (_, row) =>
    Array.from({ length: lastColumn - firstColumn + 1 }, (_, column) => `${offset + row}/${firstColumn + column}`),
  );
const base = {
  signal: new AbortController().signal,
  loaded: () => undefined,
  onProgress: () => {},
  fetchWindow: async (request: WindowRequest) => rowsOf(request),
};

it('reads windows in the order shown, skipping hidden columns', async () => {
  const onProgress = vi.fn();
  const rows = await readRange({
    ...base,
    onProgress,
    positions: [9, 0, 1, 5],
    range: { firstRow: 995, lastRow: 2995, firstColumn: 0, lastColumn: 2 },
  });
  expect(rows).toHaveLength(2001);
  expect(rows[0]).toEqual(['995/9', '995/0', '995/1']);
  expect(rows.at(-1)).toEqual(['2995/9', '2995/0', '2995/1']);
  expect(onProgress.mock.calls.map(([cells]) => cells)).toEqual([3000, 6000, 6003]);
});

it('asks for nothing that is loaded', async () => {
  const fetchWindow = vi.fn();
  const range = { firstRow: 0, lastRow: 1, firstColumn: 0, lastColumn: 1 };
  const rows = await readRange({
    ...base,
    fetchWindow,
    range,
    positions: [0, 1],
    loaded: (row, at) => (row ? null : at),
  });
  expect(rows).toEqual([
    [0, 1],
    [null, null],
  ]);
  expect(fetchWindow).not.toHaveBeenCalled();
});

it('refuses more than the stated limit, and stops when aborted', async () => {
  const range = { firstRow: 0, lastRow: 1_000_000, firstColumn: 0, lastColumn: 0 };
  await expect(readRange({ ...base, positions: [0], range })).rejects.toThrow(RangeError);
  const abort = new AbortController();
  const reading = readRange({
    ...base,
    signal: abort.signal,
    positions: [0],
    range: { ...range, lastRow: 5000 },
    onProgress: () => abort.abort(),
  });
  await expect(reading).rejects.toThrow('aborted');
});
