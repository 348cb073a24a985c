import { expect, test } from 'vitest';
import type { ResultFilter, ResultView } from '../../../lib/contract/result.ts';
import { dropFilter, nextDirection, placeNulls, putFilter, refilter, sortBy } from './view-edits.ts';
import { filterText, operatorsFor, sortText } from './view-words.ts';

const none: ResultView = { sort: [], filters: [] };
const filter = (column: number, ...values: string[]): ResultFilter => ({ column, operator: 'in', values });

test('a click sorts by one column, with Shift by more, each in its place', () => {
  const first = sortBy(none, 2, nextDirection(none, 2), false);
  expect(first.sort).toEqual([{ column: 2, direction: 'asc', nulls: 'last' }]);
  const second = sortBy(first, 0, 'asc', true);
  const turned = sortBy(second, 2, nextDirection(second, 2), true);
  expect(turned.sort.map(({ column, direction }) => [column, direction])).toEqual([
    [2, 'desc'],
    [0, 'asc'],
  ]);
  expect(sortBy(turned, 2, nextDirection(turned, 2), true).sort).toEqual([second.sort[1]]);
  expect(sortBy(turned, 5, 'desc', false).sort).toEqual([{ column: 5, direction: 'desc', nulls: 'last' }]);
});

test('NULL stands where it is wanted, also when the direction turns', () => {
  const sorted = placeNulls(sortBy(none, 2, 'asc', false), 2, 'first');
  expect(sorted.sort).toEqual([{ column: 2, direction: 'asc', nulls: 'first' }]);
  expect(sortBy(sorted, 2, 'desc', false).sort).toEqual([{ column: 2, direction: 'desc', nulls: 'first' }]);
  expect(sortText({ column: 0, direction: 'asc', nulls: 'first' }, [{ name: 'n', label: 'n', type: 'DATE' }])).toBe(
    'n ↑, NULL first',
  );
});

test('filters are put, replaced and taken out', () => {
  const two = putFilter(putFilter(none, filter(0, 'a')), filter(1, 'b'));
  expect(putFilter(two, filter(0, 'c'), 0).filters).toEqual([filter(0, 'c'), filter(1, 'b')]);
  expect(refilter(two, 0, [filter(0, 'd')]).filters).toEqual([filter(1, 'b'), filter(0, 'd')]);
  expect(dropFilter(two, 0).filters).toEqual([filter(1, 'b')]);
});

test('a chip reads as a sentence', () => {
  const columns = [{ name: 'n', label: 'name', type: 'VARCHAR' }];
  expect(filterText(filter(0, 'a', ''), columns, 'text')).toBe("name is one of a, ''");
  expect(filterText(filter(0, 'a', 'b', 'c', 'd'), columns, 'text')).toBe('name is one of a and 3 more');
  expect(filterText({ column: 0, operator: 'more', values: ['2024-01-01'] }, columns, 'date')).toBe(
    'name is after 2024-01-01',
  );
  expect(operatorsFor('json')).not.toContain('between');
});
