/** Columns of a decoded block: which Arrow type each of BigQuery's comes as, checked before a value is read. */
import type { Data, DataType } from 'apache-arrow';
import { UnreadableValue } from '../staging.ts';
import type { BigqueryType } from '../types.ts';

/** Numbers of Arrow's own list of types (`Type` of apache-arrow, which is loaded late). */
const arrow = {
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
} as const;

const MICROSECOND = 2;
const DAY = 0;

const typeIds: Readonly<Partial<Record<BigqueryType['class'], number>>> = {
  boolean: arrow.bool,
  integer: arrow.int,
  float: arrow.float,
  decimal: arrow.decimal,
  wideDecimal: arrow.decimal,
  date: arrow.date,
  datetime: arrow.timestamp,
  timestamp: arrow.timestamp,
  time: arrow.time,
  json: arrow.utf8,
  bytes: arrow.binary,
  text: arrow.utf8,
  geography: arrow.utf8,
  range: arrow.struct,
  struct: arrow.struct,
  array: arrow.list,
};

interface TypeDetails {
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly unit?: number;
  readonly scale?: number;
}

/**
 * Whether the API sends values of `type` in a form that holds each of them. Not intervals: BigQuery's reach 87,840,000 hours, and Arrow's count nanoseconds in 64
 * bits, so most of that range does not fit.
 */
export function comesInArrow(type: BigqueryType): boolean {
  if (typeIds[type.class] === undefined || type.name === 'unknown') return false;
  return (
    (type.element === undefined || comesInArrow(type.element)) &&
    (type.fields ?? []).every((field) => comesInArrow(field.type))
  );
}

/** Refuses a column that is not of the one Arrow type that its values are read from. */
export function checkColumn(data: Data, type: BigqueryType): void {
  const { typeId } = data;
  const details = data.type as DataType & TypeDetails;
  const isRight =
    typeId === typeIds[type.class] &&
    data.offset === 0 &&
    (typeId !== arrow.int || (details.bitWidth === 64 && details.isSigned === true)) &&
    (typeId !== arrow.float || details.precision === 2) &&
    (typeId !== arrow.decimal || details.bitWidth === 128 || details.bitWidth === 256) &&
    (typeId !== arrow.date || details.unit === DAY) &&
    ((typeId !== arrow.timestamp && typeId !== arrow.time) || details.unit === MICROSECOND) &&
    (typeId !== arrow.time || details.bitWidth === 64);
  if (!isRight) throw new UnreadableValue(`a ${type.name} as ${String(data.type)}`);
  const inner = innerTypes(type);
  if (inner.length > 0 && inner.length !== data.children.length)
    throw new UnreadableValue(`a ${type.name} of another shape`);
  for (const [index, one] of inner.entries()) checkColumn(childOf(data, index), one);
}

/** Types of the children: the element of an array, the two bounds of a range, the fields of a struct. */
function innerTypes({ class: typeClass, element, fields = [] }: BigqueryType): readonly BigqueryType[] {
  if (element === undefined) return fields.map(({ type }) => type);
  return typeClass === 'range' ? [element, element] : [element];
}

export function childOf(data: Data, index: number): Data {
  const child = data.children[index];
  if (child === undefined) throw new UnreadableValue('a value of another shape');
  return child;
}

/** Places of the point of a decimal column. */
export const scaleOf = (data: Data): number => (data.type as TypeDetails).scale ?? 0;

/** Whether row `row` holds a value. */
export function isValid(data: Data, row: number): boolean {
  const { nullBitmap } = data;
  if (nullBitmap === null || nullBitmap === undefined || nullBitmap.length === 0) return true;
  return ((nullBitmap[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}
