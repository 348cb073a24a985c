import { describe, expect, it } from 'vitest';
import {
  BATCH_ROWS,
  isWithoutNulls,
  PackedWriter,
  packedLayout,
  packedWidth,
  rowsOfBatch,
  setBigInteger,
  setInteger,
} from './packed-rows.ts';

/** Row r has r in the first column and 3 r in the second; every `nullEvery`-th has no second. */
function written(rows: number, nullEvery = 0): Uint8Array[] {
  const batches: Uint8Array[] = [];
  const writer = new PackedWriter([8, 2], (batch) => batches.push(batch));
  for (let row = 0; row < rows; row += 1) {
    setInteger(writer.view, writer.places[0] as number, 8, row);
    if (nullEvery > 0 && row % nullEvery === 0) writer.setNull(1);
    else setInteger(writer.view, writer.places[1] as number, 2, (row * 3) % 30_000);
    writer.endRow();
  }
  writer.end();
  expect(writer.rows).toBe(rows);
  return batches;
}

/** By the description of the format alone. */
function read(batches: readonly Uint8Array[]): (readonly [number, number | null])[] {
  return batches.flatMap((batch) => {
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    const rows = view.getUint32(0, true);
    const eight = (bytes: number) => Math.ceil(bytes / 8) * 8;
    const bitmap = eight(Math.ceil(rows / 8));
    const second = 8 + eight(rows * 8) + bitmap;
    const bits = second + eight(rows * 2);
    expect(batch.byteLength).toBe(bits + bitmap);
    const isSet = (row: number) => ((view.getUint8(bits + (row >> 3)) >> (row & 7)) & 1) === 1;
    return Array.from({ length: rows }, (_, row): readonly [number, number | null] => [
      Number(view.getBigInt64(8 + row * 8, true)),
      isSet(row) ? view.getInt16(second + row * 2, true) : null,
    ]);
  });
}

describe('packed rows', () => {
  it.each([0, 1, 7, 8, 63, 64, 65, BATCH_ROWS - 1, BATCH_ROWS, BATCH_ROWS + 1, 3 * BATCH_ROWS + 5, 100_000])(
    'are read as they were written: %i of them',
    (rows) => {
      for (const nullEvery of [0, 1, 2, 9]) {
        const batches = written(rows, nullEvery);
        expect(batches.length).toBe(Math.ceil(rows / BATCH_ROWS));
        const expected = Array.from({ length: rows }, (_, row) => [
          row,
          nullEvery > 0 && row % nullEvery === 0 ? null : (row * 3) % 30_000,
        ]);
        expect(read(batches)).toEqual(expected);
        for (const batch of batches) {
          const count = rowsOfBatch(batch);
          const [first, second] = packedLayout([8, 2], count).parts;
          expect(isWithoutNulls(batch, first?.bitmap ?? 0, count)).toBe(true);
          expect(isWithoutNulls(batch, second?.bitmap ?? 0, count)).toBe(
            read([batch]).every(([, value]) => value !== null),
          );
        }
      }
    },
  );

  it('hold integers of every width to both ends', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (const width of [1, 2, 4, 8]) {
      const most = width === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (8 * width - 1) - 1;
      for (const value of [0, 1, -1, most, -most, -most - 1, 2 ** 32, -(2 ** 32)]) {
        if (Math.abs(value) > most + (width === 8 ? 0 : 1) || (value > most && width < 8)) continue;
        setInteger(view, 0, width, value);
        const back = [view.getInt8(0), view.getInt16(0, true), view.getInt32(0, true), view.getBigInt64(0, true)];
        expect(Number(back[Math.log2(width)])).toBe(value);
      }
    }
  });

  it('hold long integers where they fit', () => {
    const view = new DataView(new ArrayBuffer(16));
    const back = (width: number): bigint =>
      width === 16
        ? BigInt.asIntN(128, (view.getBigUint64(8, true) << 64n) | view.getBigUint64(0, true))
        : view.getBigInt64(0, true);
    for (const [width, bits] of [
      [8, 64n],
      [16, 128n],
    ] as const) {
      const most = 2n ** (bits - 1n) - 1n;
      for (const value of [0n, -1n, 2n ** 53n + 1n, most, -most - 1n]) {
        expect(setBigInteger(view, 0, width, false, value)).toBe(true);
        expect(back(width)).toBe(value);
      }
      expect(setBigInteger(view, 0, width, false, most + 1n)).toBe(false);
      expect(setBigInteger(view, 0, width, true, -1n)).toBe(false);
      expect(setBigInteger(view, 0, width, true, 2n * most + 1n)).toBe(true);
      expect(back(width)).toBe(-1n);
    }
    for (const value of [0, 1, -1, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]) {
      setInteger(view, 0, 16, value);
      expect(back(16)).toBe(BigInt(value));
    }
  });

  it('are as wide as the types of DuckDB, where they travel at all', () => {
    const known = [
      'BOOLEAN',
      'UINTEGER',
      'DATE',
      'TIMESTAMP WITH TIME ZONE',
      'DECIMAL(4,2)',
      'DECIMAL(9,0)',
      'DECIMAL(18,2)',
      'DECIMAL(19,2)',
    ];
    expect(known.map(packedWidth)).toEqual([1, 4, 4, 8, 2, 4, 8, 16]);
    expect(['VARCHAR', 'UUID', 'INTEGER[]'].map(packedWidth)).toEqual(Array(3).fill(undefined));
  });
});
