import { describe, expect, it } from 'vitest';
import type { ColumnInfo } from '../connector.ts';
import { packedLayout, rowsOfBatch } from '../packed-rows.ts';
import { ColumnPacker, columnsPlan } from './pack-columns.ts';
import { packedColumns } from './pack-tuples.ts';
import { postgresType } from './types.ts';

const columnsOf = (...types: readonly string[]) =>
  packedColumns(
    types.map(
      (sourceType): ColumnInfo => ({
        name: 'value',
        sourceType,
        type: postgresType(sourceType).duckType,
        nullable: false,
      }),
    ),
  ) ?? expect.fail('not packed');

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

/** The one tuple of a range of integers. */
function range(values: readonly number[], count = values.length): Buffer {
  const bytes = Buffer.alloc(2 + 12 + 4 + values.length * 4);
  bytes.writeInt16BE(2);
  bytes.writeInt32BE(8, 2);
  bytes.writeBigInt64BE(BigInt(count), 6);
  bytes.writeInt32BE(values.length === 0 ? -1 : values.length * 4, 14);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, 18 + index * 4);
  return bytes;
}

function pack(...messages: readonly Buffer[]): { values: number[]; rows: number; batches: number } {
  const batches: Uint8Array[] = [];
  const packer = new ColumnPacker(columnsOf('integer'), 'shop', (batch) => batches.push(batch));
  for (const message of messages) {
    // A message stands anywhere in what was read.
    const source = Buffer.concat([Buffer.from('xyz'), message, Buffer.from('rest')]);
    packer.take(source, 3, 3 + message.length);
  }
  packer.end();
  const values = batches.flatMap((batch) => {
    const rows = rowsOfBatch(batch);
    const { values: at, bitmap } = packedLayout([4], rows).parts[0] ?? expect.fail('no column');
    for (let row = 0; row < rows; row += 1) expect((batch[bitmap + (row >> 3)] ?? 0) & (1 << (row & 7))).not.toBe(0);
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    return Array.from({ length: rows }, (_, row) => view.getInt32(at + row * 4, true));
  });
  return { values, rows: packer.rows, batches: batches.length };
}

describe('columns of COPY', () => {
  it.each([0, 1, 7, 2048, 2049, 20_000])('are divided into batches: %d values', (count) => {
    const values = Array.from({ length: count }, (_, index) => index * 10_007 - 5);
    const batches = Math.ceil(count / 2048);
    expect(pack(header, range(values), trailer)).toEqual({ values, rows: count, batches });
    expect(pack(Buffer.concat([header, range(values), trailer]))).toEqual({ values, rows: count, batches });
  });

  it.each([
    ['a tuple cut short', range([1, 2, 3]).subarray(0, 25)],
    ['a count cut short', range([1]).subarray(0, 9)],
    ['another number of fields', Buffer.from([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ])('are refused where they are damaged: %s', (_, message) => {
    expect(() => pack(header, message)).toThrow(/form of COPY/);
    expect(() => pack(message)).toThrow(/form of COPY/);
  });

  it('are refused where there are fewer values than rows', () => {
    expect(() => pack(header, range([1, 2], 3))).toThrow(/may be NULL now/);
    expect(() => pack(header, range([], 3))).toThrow(/may be NULL now/);
  });

  it('are sent only where each has a fixed width and no NULLs, so many pages at a time as the server may hold', () => {
    const columns = columnsOf('bigint', 'date');
    const plan = columnsPlan(columns);
    expect(plan?.sql('SELECT 1')).toBe(
      "SELECT pg_catalog.count(*), pg_catalog.string_agg(pg_catalog.int8send(c1::int8), ''::bytea), pg_catalog.string_agg(pg_catalog.date_send(c2::date), ''::bytea) FROM (\nSELECT 1\n) AS rows(c1, c2)",
    );
    expect((plan?.mostPages ?? 0) * 291 * 12).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(columnsPlan(columnsOf('bigint', 'numeric(12,2)'))).toBeUndefined();
    expect(columnsPlan(columnsOf('timestamp without time zone'))).toBeUndefined();
    const [first, second] = columns;
    if (first === undefined || second === undefined) expect.fail('no columns');
    expect(columnsPlan([first, { ...second, column: { ...second.column, nullable: true } }])).toBeUndefined();
  });
});
