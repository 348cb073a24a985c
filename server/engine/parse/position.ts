import type { Position } from '../../../lib/contract/errors.ts';
import { positionAt } from '../../errors.ts';

/** DuckDB counts bytes of the UTF-8 text; editors count UTF-16 units. */
export function positionAtByte(text: string, byteOffset: number | undefined, length = 0): Position | undefined {
  if (byteOffset === undefined) return undefined;
  return positionAt(text, Buffer.from(text, 'utf8').subarray(0, byteOffset).toString('utf8').length, length);
}
