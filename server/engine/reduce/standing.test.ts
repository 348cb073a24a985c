import { expect, it } from 'vitest';
import type { Among } from '../../connectors/predicate.ts';
import type { Table } from '../plan/split-places.ts';
import { expectedRows, fetchTime } from './cost.ts';
import { withStanding } from './standing.ts';

const column = (name: string) => ({ name, sourceType: 'int', type: 'INTEGER', nullable: true });
const table = (name: string, rowEstimate: number) => ({
  schema: 's',
  name,
  kind: 'table' as const,
  rowEstimate,
  columns: [column('id'), column('other')],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
});

const among: Among = {
  kind: 'among',
  column: 'other',
  table: table('part', 10_000),
  key: 'id',
  filters: [{ kind: 'comparison', column: 'other', operator: '=', value: { type: 'INTEGER', value: '1' } }],
};
const owner: Table = {
  kind: 'table',
  connection: 'my',
  table: table('lines', 6_000_000),
  viaDefaultSchema: true,
  settled: { filters: [among], texts: [] },
};
const profile = (rows: number) =>
  withStanding({ baseRows: 6_000_000, rows, columns: 2, access: 'index' as const }, owner);

it('leaves the rows that are expected, of more that the source looks through', () => {
  expect(expectedRows(profile(300_000))).toBeCloseTo(300_000);
  expect(profile(300_000).rows).toBeCloseTo(6_000_000);
  expect(profile(30_000).rows).toBeCloseTo(600_000);
});

it('believes what was seen: partners that leave everything cost their time', () => {
  const seen = profile(6_000_000);
  expect(expectedRows(seen)).toBeCloseTo(6_000_000);
  const { standing: _, ...without } = seen;
  expect(fetchTime(seen, [])).toBeGreaterThan(fetchTime(without, []) * 1.5);
});
