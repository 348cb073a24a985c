import { expect, it } from 'vitest';
import { fanOutText } from './xray-words.ts';

const frame = (fanOut: number | undefined, left?: number, right?: number) => ({
  ...(fanOut === undefined ? {} : { fanOut }),
  left: { input: 'o', ...(left === undefined ? {} : { repeats: left }) },
  right: { input: 'l', ...(right === undefined ? {} : { repeats: right }) },
});

it('says no fan-out only where no side repeats', () => {
  expect(fanOutText(frame(undefined), 'orders', 'lines')).toBeUndefined();
  expect(fanOutText(frame(1, 1, 1), 'orders', 'lines')).toBe('no fan-out (1.00×)');
  expect(fanOutText(frame(1, 2.009, 1), 'orders', 'lines')).toBe('orders repeat 2.01×: sums over them grow');
  expect(fanOutText(frame(1, 1, 3), 'orders', 'lines')).toMatch(/^lines repeat 3\.00×/);
  expect(fanOutText(frame(4.5, 4.5, 9), 'orders', 'lines')).toBe('fan-out 4.50×');
});
