import { describe, expect, it } from 'vitest';
import type { ColumnInfo } from '../connector.ts';
import { packedLayout, rowsOfBatch } from '../packed-rows.ts';
import { packedColumns, TuplePacker } from './pack-tuples.ts';
import { postgresType } from './types.ts';

const columnOf = (sourceType: string): ColumnInfo => ({
  name: 'value',
  sourceType,
  type: postgresType(sourceType).duckType,
  nullable: true,
});

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

function tuple(...fields: readonly (Buffer | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(fields.length);
  const parts = fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(field?.length ?? -1);
    return field === null ? [length] : [length, field];
  });
  return Buffer.concat([count, ...parts]);
}

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** Groups of four digits, as the server writes a numeric. */
const numeric = (weight: number, sign: number, scale: number, ...groups: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(8 + groups.length * 2);
  bytes.writeInt16BE(groups.length, 0);
  bytes.writeInt16BE(weight, 2);
  bytes.writeUInt16BE(sign, 4);
  bytes.writeInt16BE(scale, 6);
  for (const [index, group] of groups.entries()) bytes.writeInt16BE(group, 8 + index * 2);
  return bytes;
};

function pack(sourceTypes: readonly string[], messages: readonly Buffer[]): Uint8Array[] {
  const batches: Uint8Array[] = [];
  const packer = new TuplePacker(packedColumns(sourceTypes.map(columnOf)) ?? [], 'shop', (batch) =>
    batches.push(batch),
  );
  for (const message of messages) {
    // A message stands anywhere in what was read.
    const source = Buffer.concat([Buffer.from('xyz'), message, Buffer.from('rest')]);
    packer.take(source, 3, 3 + message.length);
  }
  packer.end();
  return batches;
}

const integers = (batches: readonly Uint8Array[]): number[] =>
  batches.flatMap((batch) => {
    const { values } = packedLayout([4], rowsOfBatch(batch)).parts[0] ?? { values: 0 };
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    return Array.from({ length: rowsOfBatch(batch) }, (_, row) => view.getInt32(values + row * 4, true));
  });

const failure = (messages: readonly Buffer[], type = 'integer') => {
  try {
    pack([type], messages);
  } catch (thrown) {
    return thrown;
  }
  throw new Error('It was packed.');
};

describe('tuples of COPY', () => {
  it('are read however they are put into messages', () => {
    const rows = [tuple(int(1)), tuple(int(-2)), tuple(int(2_147_483_647))];
    const expected = [1, -2, 2_147_483_647];
    expect(integers(pack(['integer'], [header, ...rows, trailer]))).toEqual(expected);
    expect(integers(pack(['integer'], [Buffer.concat([header, ...rows, trailer])]))).toEqual(expected);
    const first = Buffer.concat([header, rows[0] as Buffer]);
    expect(integers(pack(['integer'], [first, ...rows.slice(1), trailer]))).toEqual(expected);
    const extended = Buffer.concat([header.subarray(0, 15), int(5), Buffer.from('later')]);
    expect(integers(pack(['integer'], [extended, ...rows, trailer]))).toEqual(expected);
    expect(pack(['integer'], [Buffer.concat([header, trailer])])).toEqual([]);
  });

  it('are refused where they are damaged', () => {
    const whole = tuple(int(7));
    const failed = { code: 'source_failed', connection: 'shop' };
    expect(failure([Buffer.from('PGCOPY')])).toMatchObject(failed);
    expect(failure([whole])).toMatchObject(failed);
    expect(failure([header, whole.subarray(0, whole.length - 1)])).toMatchObject(failed);
    expect(failure([header, Buffer.concat([whole, Buffer.from([0, 9])])])).toMatchObject(failed);
    expect(failure([header, tuple(int(1), int(2))])).toMatchObject(failed);
  });

  it('are refused where a value has the size of another type', () => {
    const changed = { code: 'source_changed', connection: 'shop' };
    expect(failure([header, tuple(Buffer.alloc(8))])).toMatchObject(changed);
    expect(failure([header, tuple(Buffer.alloc(0))])).toMatchObject(changed);
    expect(failure([header, tuple(int(1))], 'numeric(12,2)')).toMatchObject(changed);
    expect(failure([header, tuple(numeric(0, 0, 2, 1).subarray(0, 9))], 'numeric(12,2)')).toMatchObject(changed);
  });

  it('hold decimals exactly, and refuse what is none', () => {
    const decimal = (value: Buffer, type = 'numeric(15,2)'): bigint => {
      const [batch] = pack([type], [header, tuple(value)]);
      const view = new DataView(batch?.buffer ?? new ArrayBuffer(0), batch?.byteOffset);
      const high = type === 'numeric(15,2)' ? 0n : view.getBigInt64(16, true);
      return type === 'numeric(15,2)' ? view.getBigInt64(8, true) : (high << 64n) | view.getBigUint64(8, true);
    };
    const wide = [9999, 9999, 9999, 9999, 9999, 9999, 9999, 9999, 9999, 9900];
    expect(decimal(numeric(8, 0, 2, ...wide), 'numeric(38,2)')).toBe(10n ** 38n - 1n);
    expect(decimal(numeric(8, 0x4000, 2, ...wide), 'numeric(38,2)')).toBe(1n - 10n ** 38n);
    expect(decimal(numeric(0, 0x4000, 2, 7), 'numeric(38,2)')).toBe(-700n);
    expect(decimal(numeric(3, 0, 2, 9, 9999, 9999, 9999, 9900))).toBe(999_999_999_999_999n);
    expect(decimal(numeric(3, 0x4000, 2, 9, 9999, 9999, 9999, 9900))).toBe(-999_999_999_999_999n);
    expect(decimal(numeric(0, 0, 2))).toBe(0n);
    expect(decimal(numeric(-1, 0, 2, 100))).toBe(1n);
    expect(decimal(numeric(2, 0, 2, 1))).toBe(10_000_000_000n);
    const refused = { code: 'source_value', connection: 'shop', message: expect.stringContaining('value') };
    for (const sign of [0xc000, 0xd000, 0xf000])
      expect(failure([header, tuple(numeric(0, sign, 0))], 'numeric(15,2)')).toMatchObject(refused);
    expect(failure([header, tuple(numeric(-1, 0, 4, 123))], 'numeric(15,2)')).toMatchObject(refused);
  });

  it('are packed only if every column can be', () => {
    const packable = (...types: readonly string[]) => packedColumns(types.map(columnOf)) !== undefined;
    expect(
      packable(
        'integer',
        'numeric(15,2)',
        'date',
        'timestamp with time zone',
        'boolean',
        'numeric(38,9)',
        'real',
        'oid',
        'numeric(38,9)',
      ),
    ).toBe(true);
    for (const type of ['text', 'numeric', 'uuid', 'time without time zone', 'interval', 'integer[]', 'mood'])
      expect(packable('integer', type)).toBe(false);
  });
});
