import { expect, it } from 'vitest';
import type { TableInfo } from '../connector.ts';
import { accepts } from './accepts.ts';

const day = { name: 'day', sourceType: 'date', type: 'DATE', nullable: true };
const table: TableInfo = {
  schema: 'test',
  name: 'days',
  kind: 'table',
  columns: [day],
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
};
const value = { type: 'DATE', value: '2024-01-01' };

// `day NOT IN (...)` of a zero date is true at the server and NULL here: a count over it would be too great.
it.each([
  { kind: 'in', column: 'day', values: [value] } as const,
  { kind: 'comparison', column: 'day', operator: '=', value } as const,
  { kind: 'comparison', column: 'day', operator: '>', value } as const,
])('$kind $operator on a date is never exact where zero dates are read as NULL', (atom) => {
  expect(accepts(atom, table, 'null')).toBe('superset');
});
