import { expect, it } from 'vitest';
import type { TableInfo } from '../../connectors/connector.ts';
import { textWidth } from './text-width.ts';

const column = (name: string, type: string) => ({ name, type, sourceType: type, nullable: true });
const table: TableInfo = {
  schema: 'public',
  name: 'customer',
  kind: 'table',
  columns: [
    column('id', 'BIGINT'),
    column('name', 'VARCHAR'),
    column('balance', 'DECIMAL(15,2)'),
    column('note', 'VARCHAR'),
  ],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
  rowEstimate: 1_000,
  sizeBytes: 240_000,
};

it('gives texts what fixed columns leave of a row, in equal parts', () => {
  expect(textWidth(table, [0, 1, 2, 3])).toBe(200);
  expect(textWidth(table, [0, 3])).toBe(100);
  expect(textWidth(table, [0, 2])).toBe(0);
});

it('takes a table of unknown size, or one that is smaller than its columns, for one of short texts', () => {
  expect(textWidth({ ...table, sizeBytes: undefined }, [1])).toBe(0);
  expect(textWidth({ ...table, rowEstimate: 0 }, [1])).toBe(0);
  expect(textWidth({ ...table, sizeBytes: 10_000 }, [1])).toBe(0);
});
