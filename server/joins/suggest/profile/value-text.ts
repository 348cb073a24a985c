/** Values as text, so that 42 and 42.0, and a date and its time stamp at midnight, are one. */
import type { JsonCell } from '../../../../lib/contract/result.ts';
import type { TypeClass } from './type-class.ts';

/** Longer values are no keys; they are cut so that a sample stays small. */
export const MAX_VALUE_LENGTH = 200;

export function valueText(cell: JsonCell, type: TypeClass): string | null {
  if (cell === null) return null;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  if (type === 'decimal' || type === 'float' || type === 'integer') return numberText(text);
  if (type === 'timestamp')
    return text
      .replace('T', ' ')
      .replace(/(\.\d*?)0+(?=$|[+Z-])/, '$1')
      .replace(/\.(?=$|[+Z-])/, '');
  return text.length > MAX_VALUE_LENGTH ? text.slice(0, MAX_VALUE_LENGTH) : text;
}

function numberText(text: string): string {
  const whole = /^(-?\d+)\.0*$/.exec(text);
  if (whole?.[1] !== undefined) return whole[1];
  return text.includes('.') && !text.includes('e') ? text.replace(/0+$/, '') : text;
}
