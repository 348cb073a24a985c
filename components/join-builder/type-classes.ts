import { areComparable, typeClass } from '../../lib/join/types.ts';

export type Comparison = 'same' | 'needs-converting' | 'impossible';

/** Whether values of two types can be a key as they are. Text can be made of nearly everything; lists, structs and bytes are no keys. */
export function compareTypes(left: string, right: string): Comparison {
  if (areComparable(left, right)) return 'same';
  const isNoKey = [left, right].some((type) => ['nested', 'binary', 'other'].includes(typeClass(type)));
  return isNoKey ? 'impossible' : 'needs-converting';
}
