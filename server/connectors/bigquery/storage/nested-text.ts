/** Structs, arrays and ranges of a block in the JSON in which they travel: names are positions, leaves are texts (see `staging.ts`). Pure. */
import type { Data } from 'apache-arrow';
import type { BigqueryType } from '../types.ts';
import { childOf, isValid } from './column-data.ts';
import { leafText } from './leaf-text.ts';

type NestedValue = string | null | readonly NestedValue[] | { readonly [position: string]: NestedValue };

export function nestedText(data: Data, type: BigqueryType): (row: number) => string {
  const value = nestedValue(data, type);
  return (row) => JSON.stringify(value(row));
}

function nestedValue(data: Data, type: BigqueryType): (row: number) => NestedValue {
  const value = presentValue(data, type);
  return (row) => (isValid(data, row) ? value(row) : null);
}

function presentValue(data: Data, type: BigqueryType): (row: number) => NestedValue {
  if (type.class === 'array' && type.element !== undefined) {
    const item = nestedValue(childOf(data, 0), type.element);
    const offsets = data.valueOffsets as Int32Array;
    return (row) => {
      const [from, to] = [offsets[row] ?? 0, offsets[row + 1] ?? 0];
      return Array.from({ length: to - from }, (_, index) => item(from + index));
    };
  }
  const fields = type.class === 'range' && type.element !== undefined ? [type.element, type.element] : undefined;
  const inner = fields ?? (type.class === 'struct' ? (type.fields ?? []).map((field) => field.type) : undefined);
  if (inner === undefined) return leafText(data, type);
  const values = inner.map((one, index) => nestedValue(childOf(data, index), one));
  return (row) => Object.fromEntries(values.map((value, index) => [`f${index}`, value(row)]));
}
