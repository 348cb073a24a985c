/** Answers of BigQuery's REST API as the Arrow blocks of its Storage Read API, with the types that the public reference names. For tests. */
import {
  Binary,
  Bool,
  type Data,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimeMicrosecond,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
} from 'apache-arrow';

export interface RestField {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly mode?: string | undefined;
  readonly fields?: readonly RestField[] | undefined;
  readonly precision?: string | undefined;
  readonly scale?: string | undefined;
  readonly rangeElementType?: { readonly type?: string | undefined } | undefined;
}
type RestCell =
  | string
  | null
  | { readonly f: readonly { readonly v: RestCell }[] }
  | readonly { readonly v: RestCell }[];
export interface RestRow {
  readonly f: readonly { readonly v: RestCell }[];
}

/** An empty stream of Arrow ends with it. */
const END_BYTES = 8;

export function arrowSchema(fields: readonly RestField[]): Buffer {
  return Buffer.from(tableToIPC(tableOf(fields, []), 'stream')).subarray(0, -END_BYTES);
}

/** One record batch, without the schema. */
export function arrowBlock(fields: readonly RestField[], rows: readonly RestRow[]): Buffer {
  const whole = Buffer.from(tableToIPC(tableOf(fields, rows), 'stream'));
  return whole.subarray(arrowSchema(fields).length, -END_BYTES);
}

function tableOf(fields: readonly RestField[], rows: readonly RestRow[]): Table {
  const columns = fields.map((field, index) =>
    columnOf(
      field,
      rows.map(({ f }) => f[index]?.v ?? null),
    ),
  );
  const schema = new Schema(
    fields.map(({ name }, index) => new Field(name ?? '', columns[index]?.type as DataType, true)),
  );
  if (rows.length === 0) return new Table(schema);
  const type = new Struct(schema.fields);
  const data = makeData({ type, length: rows.length, nullCount: 0, children: columns });
  return new Table(schema, new RecordBatch(schema, data));
}

function columnOf(field: RestField, cells: readonly RestCell[]): Data {
  if (field.mode === 'REPEATED') return listOf({ ...field, mode: 'NULLABLE' }, cells);
  const shape = { length: cells.length, nullCount: -1, nullBitmap: bits(cells.map((cell) => cell !== null)) };
  const texts = cells.map((cell) => (typeof cell === 'string' ? cell : ''));
  switch (field.type) {
    case 'INTEGER':
    case 'INT64':
      return makeData({ type: new Int64(), ...shape, data: bigints(texts, BigInt) });
    case 'FLOAT':
    case 'FLOAT64':
      return makeData({ type: new Float64(), ...shape, data: Float64Array.from(texts, numberOf) });
    case 'BOOLEAN':
    case 'BOOL':
      return makeData({ type: new Bool(), ...shape, data: bits(texts.map((text) => text === 'true')) });
    case 'NUMERIC':
      return decimals(
        texts,
        shape,
        Number(field.precision ?? 38),
        Number(field.scale ?? (field.precision ? 0 : 9)),
        128,
      );
    case 'BIGNUMERIC':
      return decimals(
        texts,
        shape,
        Number(field.precision ?? 76),
        Number(field.scale ?? (field.precision ? 0 : 38)),
        256,
      );
    case 'TIMESTAMP':
      return makeData({ type: new TimestampMicrosecond('UTC'), ...shape, data: bigints(texts, instantOf) });
    case 'DATETIME':
      return makeData({ type: new TimestampMicrosecond(), ...shape, data: bigints(texts, civilOf) });
    case 'TIME':
      return makeData({
        type: new TimeMicrosecond(),
        ...shape,
        data: bigints(texts, (one) => civilOf(`1970-01-01 ${one}`)),
      });
    case 'DATE':
      return makeData({ type: new DateDay(), ...shape, data: Int32Array.from(texts, dayOf) });
    case 'BYTES':
      return makeData({ type: new Binary(), ...shape, ...variable(texts.map((one) => Buffer.from(one, 'base64'))) });
    case 'RECORD':
    case 'STRUCT':
      return structOf(field.fields ?? [], cells, shape);
    case 'RANGE':
      return rangesOf(field.rangeElementType?.type ?? '', cells, shape);
    case 'STRING':
    case 'JSON':
    case 'GEOGRAPHY':
      return makeData({ type: new Utf8(), ...shape, ...variable(texts.map((one) => Buffer.from(one))) });
    default:
      throw new Error(`No block holds a ${field.type}.`);
  }
}

interface Shape {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array;
}

function listOf(element: RestField, cells: readonly RestCell[]): Data {
  const lists = cells.map((cell) => (Array.isArray(cell) ? (cell as readonly { readonly v: RestCell }[]) : []));
  const offsets = new Int32Array(cells.length + 1);
  for (const [index, list] of lists.entries()) offsets[index + 1] = (offsets[index] ?? 0) + list.length;
  const child = columnOf(
    element,
    lists.flatMap((list) => list.map(({ v }) => v)),
  );
  const type = new List(new Field('item', child.type, true));
  return makeData({ type, length: cells.length, nullCount: 0, valueOffsets: offsets, child });
}

function structOf(fields: readonly RestField[], cells: readonly RestCell[], shape: Shape): Data {
  const children = fields.map((field, index) =>
    columnOf(
      field,
      cells.map((cell) =>
        cell !== null && typeof cell === 'object' && 'f' in cell ? (cell.f[index]?.v ?? null) : null,
      ),
    ),
  );
  const type = new Struct(
    fields.map(({ name }, index) => new Field(name ?? '', children[index]?.type as DataType, true)),
  );
  return makeData({ type, ...shape, children });
}

function rangesOf(element: string, cells: readonly RestCell[], shape: Shape): Data {
  const parts = cells.map((cell) => /^\[(.+), (.+)\)$/.exec(String(cell)) ?? []);
  const bound = (place: number) => (part: readonly (string | undefined)[]) =>
    part[place] === undefined || /^(?:UNBOUNDED|NULL)$/i.test(part[place]) ? null : part[place];
  const fields = ['start', 'end'].map((name) => ({ name, type: element }));
  const rows = parts.map((part) => ({ f: [{ v: bound(1)(part) }, { v: bound(2)(part) }] }));
  return structOf(fields, rows, shape);
}

function decimals(texts: readonly string[], shape: Shape, precision: number, scale: number, bitWidth: number): Data {
  const words = bitWidth / 32;
  const data = new Uint32Array(texts.length * words);
  for (const [index, text] of texts.entries()) {
    const digits = unscaled(text, scale);
    let rest = BigInt.asUintN(bitWidth, digits);
    for (let word = 0; word < words; word += 1, rest >>= 32n) data[index * words + word] = Number(rest & 0xffffffffn);
  }
  return makeData({ type: new Decimal(scale, precision, bitWidth), ...shape, data });
}

/** `-1.5` and `-15E-1` alike. */
function unscaled(text: string, scale: number): bigint {
  const [, sign, whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d*)(?:\.(\d+))?(?:E([-+]?\d+))?$/i.exec(text) ?? [];
  const places = scale + Number(exponent) - fraction.length;
  const digits = BigInt(`${whole}${fraction}` || '0');
  const size = places < 0 ? digits / 10n ** BigInt(-places) : digits * 10n ** BigInt(places);
  return sign === '-' ? -size : size;
}

function variable(values: readonly Buffer[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [index, { length }] of values.entries()) valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + length;
  return { valueOffsets, data: new Uint8Array(Buffer.concat(values)) };
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  for (const [index, flag] of flags.entries())
    if (flag) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  return bytes;
}

const bigints = (texts: readonly string[], parse: (text: string) => bigint) =>
  BigInt64Array.from(texts, (text) => (text === '' ? 0n : parse(text)));

const numberOf = (text: string): number => Number(text.replace(/^(-?)inf$/i, '$1Infinity'));
const dayOf = (text: string): number => (text === '' ? 0 : Date.parse(`${text}T00:00:00Z`) / 86_400_000);

/** Microseconds of `2020-01-02T03:04:05.123456` or with a blank for the T. */
function civilOf(text: string): bigint {
  const [, day, time, fraction = ''] = /^(\S{10})[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(text) ?? [];
  return BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** Microseconds since 1970, or a time in UTC. */
const instantOf = (text: string): bigint => (/^-?\d+$/.test(text) ? BigInt(text) : civilOf(text));
