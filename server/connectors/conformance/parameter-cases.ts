/** Values of `{{name}}` that every driver must pass on unchanged, and such as are none of their type. */
import type { StatementParameter } from '../../../lib/contract/parameter.ts';

/** Quotes, backslashes and comments of every dialect, letters of every width. */
export const hostileTexts: readonly string[] = [
  `'; DELETE FROM victim; --`,
  `\\'; DELETE FROM victim; --`,
  `"; DROP TABLE victim; #`,
  '\\',
  `it's "quoted" $$ $x$ /* -- {{x}} {{y}}`,
  `''' """ \`tick\` [bracket]`,
  'E\\x41 %s ? $1 :name @v',
  'line\nend\r\ttab \u0001',
  'Überwäsche 衣 😀 \u202e',
  '',
];

/** A value with NUL arrives as it is or is refused: not every source can hold one. */
export const textWithNul = 'a\0b';

export const unfitParameters: readonly StatementParameter[] = [
  { name: 'x', type: 'integer', value: '1; DROP TABLE victim' },
  { name: 'x', type: 'integer', value: '0x10' },
  { name: 'x', type: 'decimal', value: 'NaN' },
  { name: 'x', type: 'decimal', value: '1e400' },
  { name: 'x', type: 'date', value: '2026-02-30' },
  { name: 'x', type: 'date', value: "2026-01-01' --" },
  { name: 'x', type: 'timestamp', value: "2026-01-01' || version()" },
  { name: 'x', type: 'boolean', value: 'yes' },
  { name: 'x', type: 'text', value: 'a\ud800b' },
  { name: 'x', type: 'text', value: ['a'] },
];
