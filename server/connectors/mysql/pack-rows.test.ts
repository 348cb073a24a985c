import { describe, expect, it } from 'vitest';
import { packedLayout, packedWidth, rowsOfBatch } from '../packed-rows.ts';
import { stagedColumn } from './answer.ts';
import { columnType } from './column-types.ts';
import { DamagedRow, RefusedValue } from './encode-rows.ts';
import { packedColumns, RowPacker } from './pack-rows.ts';

const typeOf = (declared: string) => columnType(declared) ?? { valueClass: 'text' as const, type: 'VARCHAR' };

const columnsOf = (...declared: readonly string[]) =>
  packedColumns(
    declared.map((one, index) => ({ name: `c${index}`, valueClass: typeOf(one).valueClass })),
    declared.map((one, index) => stagedColumn(`c${index}`, typeOf(one))),
  );

/** A row packet. */
const packet = (...values: readonly (string | null)[]): Buffer =>
  Buffer.concat(
    values.map((value) =>
      value === null ? Buffer.from([251]) : Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]),
    ),
  );

/** The bits of one value of the type, as a signed integer; undefined for NULL. */
function packed(declared: string, value: string | null, nullForZeroDates = false): bigint | undefined {
  const batches: Uint8Array[] = [];
  const packer = new RowPacker(columnsOf(declared) ?? [], {
    nullForZeroDates,
    onChunk: (chunk) => batches.push(chunk),
  });
  const row = packet(value);
  packer.row(Buffer.concat([Buffer.from('before'), row]), 6, 6 + row.length);
  packer.end();
  const [batch] = batches as [Uint8Array];
  expect(rowsOfBatch(batch)).toBe(1);
  const width = packedWidth(typeOf(declared).type) ?? 0;
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const { values, bitmap } = packedLayout([width], 1).parts[0] ?? { values: 0, bitmap: 0 };
  if ((view.getUint8(bitmap) & 1) === 0) return undefined;
  const bits = [1, 2, 4, 8, 16].indexOf(width);
  return [
    () => BigInt(view.getInt8(values)),
    () => BigInt(view.getInt16(values, true)),
    () => BigInt(view.getInt32(values, true)),
    () => view.getBigInt64(values, true),
    () => BigInt.asIntN(128, (view.getBigUint64(values + 8, true) << 64n) | view.getBigUint64(values, true)),
  ][bits]?.();
}

describe('rows of the text protocol, packed', () => {
  it.each([
    ['bigint', '9223372036854775807', 9_223_372_036_854_775_807n],
    ['bigint', '-9223372036854775808', -9_223_372_036_854_775_808n],
    ['bigint', '-999999999999999', -999_999_999_999_999n],
    ['bigint unsigned', '18446744073709551615', -1n],
    ['bigint(20) unsigned zerofill', '00000000000000000042', 42n],
    ['int unsigned', '4294967295', -1n],
    ['int', '-2147483648', -2_147_483_648n],
    ['tinyint', '-128', -128n],
    ['decimal(15,2)', '-9999999999999.99', -999_999_999_999_999n],
    ['decimal(5,2)', '0.05', 5n],
    ['decimal(5,2)', '-0.05', -5n],
    ['decimal(5,0)', '-0', 0n],
    ['decimal(5,2)', '12', 1200n],
    ['decimal(5,2)', '-.5', -50n],
    ['decimal(18,2)', '-9999999999999999.99', -999_999_999_999_999_999n],
    ['decimal(18,9)', '999999999', 999_999_999_000_000_000n],
    ['decimal(38,2)', '-1.5', -150n],
    ['decimal(38,2)', '999999999999999999999999999999999999.99', 10n ** 38n - 1n],
    ['decimal(38,0)', '-99999999999999999999999999999999999999', 1n - 10n ** 38n],
    ['date', '1969-12-31', -1n],
    ['date', '2000-02-29', 11_016n],
    ['date', '9999-12-31', 2_932_896n],
    ['datetime(6)', '1970-01-01 00:00:00.000001', 1n],
    ['datetime(1)', '1969-12-31 23:59:59.5', -500_000n],
    ['datetime', '9999-12-31 23:59:59', 253_402_300_799_000_000n],
    ['timestamp', '2038-01-19 03:14:07', 2_147_483_647_000_000n],
    ['year', '2155', 2155n],
    ['bigint', null, undefined],
  ] as const)('hold %s %s', (declared, text, expected) => {
    expect(packed(declared, text)).toBe(expected);
  });

  it('know no zero dates', () => {
    for (const text of ['0000-00-00', '2020-05-00', '2021-02-29']) {
      expect(() => packed('date', text)).toThrow(RefusedValue);
      expect(packed('date', text, true)).toBeUndefined();
    }
    expect(packed('datetime', '0000-00-00 00:00:00', true)).toBeUndefined();
  });

  it.each([
    ['int', ''],
    ['int', '2147483648'],
    ['int', '4.5'],
    ['int unsigned', '-1'],
    ['tinyint', '128'],
    ['bigint', '9223372036854775808'],
    ['bigint', '12345678901234567x'],
    ['decimal(5,2)', '1.234'],
    ['decimal(5,2)', '1.2.3'],
    ['decimal(38,2)', '12345678901234567890.123'],
    ['int', '1.0'],
    ['decimal(5,2)', '1,23'],
    ['date', '2020-01-01 '],
    ['datetime', '2020-01-01T'],
    ['datetime', '2020-01-01 1x:00:00'],
    ['double', 'one'],
    ['double', ''],
  ] as const)('refuse %s "%s" as damage', (declared, text) => {
    expect(() => packed(declared, text)).toThrow(DamagedRow);
  });

  it('refuse packets that their values do not fill, or overfill', () => {
    const packer = new RowPacker(columnsOf('int', 'int') ?? [], { nullForZeroDates: false, onChunk: () => {} });
    const row = packet('1', '22');
    expect(() => packer.row(row, 0, row.length - 1)).toThrow(DamagedRow);
    expect(() => packer.row(Buffer.concat([row, row]), 0, row.length + 1)).toThrow(DamagedRow);
    expect(() => packer.row(Buffer.from([252, 1, 0, 49]), 0, 4)).toThrow(DamagedRow);
    expect(() => packer.row(packet('1'), 0, 2)).toThrow(DamagedRow);
  });

  it('are packed only if every column can be', () => {
    expect(columnsOf('bigint', 'decimal(15,2)', 'date', 'datetime(6)', 'timestamp', 'double', 'year')).toBeDefined();
    for (const declared of ['varchar(3)', 'float', 'bit(8)', 'time', 'json', 'decimal(40,2)', 'blob'])
      expect(columnsOf('bigint', declared)).toBeUndefined();
  });
});
