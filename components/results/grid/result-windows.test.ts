import { expect, it, vi } from 'vitest';
import { ResultWindows, type WindowRequest } from './result-windows.ts';

/** Generous: a busy machine must not fail the test. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 5 });
const rowsOf = ({ offset, limit, firstColumn, lastColumn }: WindowRequest) =>
  Array.from({ length: limit }, (_, row) =>
    Array.from({ length: lastColumn - firstColumn + 1 }, (_, column) => `${offset + row}/${firstColumn + column}`),
  );
const columns = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

it('fetches what is wanted and gives it by position', async () => {
  const windows = new ResultWindows(1_000_000, 2000, async (request) => rowsOf(request));
  windows.want({ firstRow: 500_000, lastRow: 500_040, columns: [3, ...columns(1500, 1510)] });
  expect(windows.cell(500_020, 1505)).toBeUndefined();
  await until(() => expect(windows.cell(500_020, 1505)).toBe('500020/1505'));
  await until(() => expect(windows.cell(500_040, 3)).toBe('500040/3'));
  expect(windows.rowState(500_020, windows.tileColumns([3, 1505]))).toBe('11');
  expect(windows.rowState(0, windows.tileColumns([3, 1505]))).toBe('00');
});

it('asks for no row past the end, and keeps NULL apart from not loaded', async () => {
  const asked: WindowRequest[] = [];
  const windows = new ResultWindows(1010, 3, async (request) => {
    asked.push(request);
    return rowsOf(request).map((row) => row.map(() => null));
  });
  windows.want({ firstRow: 990, lastRow: 1100, columns: [0, 1, 2] });
  await until(() => expect(windows.cell(1009, 2)).toBeNull());
  expect(windows.cell(5, 0)).toBeUndefined();
  for (const { offset, limit, lastColumn } of asked) {
    expect(offset + limit).toBeLessThanOrEqual(1010);
    expect(lastColumn).toBe(2);
  }
});

it('aborts requests that were scrolled past', async () => {
  const signals = new Map<number, AbortSignal>();
  const windows = new ResultWindows(1_000_000, 4, (request, signal) => {
    signals.set(request.offset, signal);
    return request.offset === 0 ? new Promise(() => {}) : Promise.resolve(rowsOf(request));
  });
  windows.want({ firstRow: 0, lastRow: 20, columns: [0] });
  await until(() => expect(signals.get(0)).toBeDefined());
  windows.want({ firstRow: 800_000, lastRow: 800_020, columns: [0] });
  expect(signals.get(0)?.aborted).toBe(true);
  await until(() => expect(windows.cell(800_000, 0)).toBe('800000/0'));
});

it('keeps a bounded number of cells', async () => {
  const windows = new ResultWindows(10_000_000, 32, async (request) => rowsOf(request));
  const loaded = async (row: number) => {
    windows.want({ firstRow: row, lastRow: row + 50, columns: columns(0, 31) });
    await until(() => expect(windows.cell(row, 0)).toBeDefined());
  };
  await loaded(0);
  const tiles = Math.ceil(1_000_000 / (windows.rowsPerTile * 32)) + 2;
  windows.want({ firstRow: 100_000, lastRow: 100_000 + windows.rowsPerTile * (tiles - 1), columns: columns(0, 31) });
  await until(() => expect(windows.cell(0, 0)).toBeUndefined());
});

it('stops at a failure, says so, and goes on after retry', async () => {
  let isBroken = true;
  const fetchWindow = vi.fn(async (request: WindowRequest) => {
    if (isBroken) throw new Error('away');
    return rowsOf(request);
  });
  const windows = new ResultWindows(100, 1, fetchWindow);
  windows.want({ firstRow: 0, lastRow: 20, columns: [0] });
  await until(() => expect(windows.failure()).toEqual(new Error('away')));
  windows.want({ firstRow: 0, lastRow: 30, columns: [0] });
  expect(fetchWindow).toHaveBeenCalledTimes(1);
  isBroken = false;
  windows.retry();
  await until(() => expect(windows.cell(7, 0)).toBe('7/0'));
  expect(windows.failure()).toBeUndefined();
});
