import type { ChartSpec, ResultView } from '../../../lib/contract/result.ts';
import type { ResultColumn } from '../../../lib/contract/run.ts';
import { columnKind, isNumericKind } from '../../../lib/format/column-kind.ts';

/** What the reader chose; the rows come from the view. */
export type ChartChoice = Omit<ChartSpec, 'view'>;

export const isNumber = ({ type }: ResultColumn): boolean => isNumericKind(columnKind(type));
const isTime = ({ type }: ResultColumn): boolean => ['date', 'timestamp'].includes(columnKind(type));

/** A first picture: the sum of the last number over the first date, or else rows by the first text. */
export function firstChoice(columns: readonly ResultColumn[]): ChartChoice {
  const time = columns.findIndex(isTime);
  const amount = columns.findLastIndex((column) => /^(DECIMAL|DOUBLE|FLOAT)/i.test(column.type));
  const text = columns.findIndex(({ type }) => columnKind(type) === 'text');
  const x = time >= 0 ? time : Math.max(0, text);
  const kind = time >= 0 ? 'line' : 'bar';
  return amount >= 0 && amount !== x ? { kind, x, y: amount, aggregate: 'sum' } : { kind, x, aggregate: 'count' };
}

/** Keeps a choice drawable when one of its parts changes. */
export function adjusted(choice: ChartChoice, columns: readonly ResultColumn[]): ChartChoice {
  const number = columns.findIndex((column, position) => isNumber(column) && position !== choice.x);
  const needsNumber = choice.kind === 'points' || choice.aggregate !== 'count';
  const about = choice.y === undefined ? undefined : columns[choice.y];
  const hasNumber = about !== undefined && isNumber(about);
  const { y: _, ...without } = choice;
  if (!needsNumber) return without;
  if (hasNumber) return choice;
  return number < 0 ? { ...without, aggregate: 'count', kind: choice.kind } : { ...choice, y: number };
}

export const specOf = (choice: ChartChoice, view: ResultView): ChartSpec => ({
  ...choice,
  view: { sort: [], filters: view.filters },
});
