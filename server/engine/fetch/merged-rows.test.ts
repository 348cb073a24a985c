import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import type { BlockAggregate, BlockColumn, BlockOutput } from '../../connectors/block.ts';
import { mergedAverage, merging } from '../../connectors/block-parting.ts';
import type { ColumnInfo, TableInfo } from '../../connectors/connector.ts';
import { stagedAverage } from '../../connectors/render-block.ts';
import { mergedRows } from './merged-rows.ts';

const price: ColumnInfo = { name: 'price', sourceType: 'decimal(12,2)', type: 'DECIMAL(12,2)', nullable: true };
const table: TableInfo = {
  schema: 's',
  name: 't',
  kind: 'table',
  columns: [price],
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
};
const of = (name: BlockAggregate['name']): BlockAggregate => ({
  kind: 'aggregate',
  name,
  argument: { kind: 'column', source: 0, column: price },
});
const key = (name: string, type: string): BlockOutput => ({
  name,
  type,
  value: { kind: 'column', source: 0, column: { ...price, type } },
});
const plain = (output: BlockOutput, stagedType = output.type, expression?: string): BlockColumn => {
  const column = { name: output.name, stagedType, type: output.type, expression, sourceType: '' };
  return { ...column, merged: merging(output, column) };
};
const sumText = (staged: string) => `replace(split_part(${staged}, ':', 1), '.', '')`;

const outputs: BlockOutput[] = [
  key('hex', 'BLOB'),
  key('name', 'VARCHAR'),
  { name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } },
  { name: 'total', type: 'DECIMAL(38,2)', value: of('sum') },
  { name: 'mean', type: 'DOUBLE', value: of('average') },
  { name: 'low', type: 'DECIMAL(12,2)', value: of('min') },
  { name: 'high', type: 'DECIMAL(12,2)', value: of('max') },
];

function columnOf(output: BlockOutput): BlockColumn {
  if (output.name === 'hex') return plain(output, 'VARCHAR', 'unhex("hex")');
  // The greatest number is not the greatest text.
  if (output.name === 'high') return plain(output, 'VARCHAR', 'CAST("high" AS DECIMAL(12,2))');
  if (output.name !== 'mean') return plain(output);
  return { ...stagedAverage(output, 'text', sumText), merged: mergedAverage('"mean"', sumText) };
}

async function merged(used: readonly BlockOutput[], rows: string): Promise<unknown[][]> {
  const columns = used.map(columnOf);
  const query = { sources: [{ table }], where: [], isGrouped: true, outputs: used, having: [], orderBy: [] };
  const request = { kind: 'block', sql: '', columns, query } as const;
  const sql = mergedRows('s1', { request, positions: used.map((_, index) => index) }, `(${rows})`);
  const values = columns.map(({ name, type, expression }, index) => {
    const staged = `s1c${index}`;
    return `CAST(${expression?.replaceAll(`"${name}"`, staged) ?? staged} AS ${type})`;
  });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(`SELECT ${values.join(', ')} FROM ${sql} ORDER BY 1, 2`)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

it('puts groups together by their values, NULLs too, and their aggregates exactly', async () => {
  const rows = `VALUES ('6A', 'a', 1::BIGINT, 0.10::DECIMAL(38,2), '0.10:1', 0.10::DECIMAL(12,2), '9.00'),
    ('6a', 'a', 2, 0.20, '0.20:2', 0.05, '10.00'), (NULL, 'a', 3, NULL, NULL, NULL, NULL), (NULL, 'a', 4, 5, '5.00:1', 5, '5.00'),
    (NULL, NULL, 5, NULL, NULL, NULL, NULL)`;
  expect(await merged(outputs, `SELECT * FROM (${rows}) AS v(s1c0, s1c1, s1c2, s1c3, s1c4, s1c5, s1c6)`)).toEqual([
    ['j', 'a', '3', '0.30', 0.1, '0.05', '10.00'],
    [null, 'a', '7', '5.00', 5, '5.00', '5.00'],
    [null, null, '5', null, null, null, null],
  ]);
});

it('makes one row of parts without keys, also where no row was counted', async () => {
  const rows = 'SELECT * FROM (VALUES (0::BIGINT, NULL::DECIMAL(38,2)), (0, NULL)) AS v(s1c0, s1c1)';
  expect(await merged(outputs.slice(2, 4), rows)).toEqual([['0', null]]);
});

it('says which aggregates cannot be put together', () => {
  const distinct: BlockOutput = { name: 'd', type: 'BIGINT', value: of('countDistinct') };
  expect(plain(distinct).merged).toBeUndefined();
  // A sum in a form of the source's own, which only its expression understands.
  expect(plain({ name: 's', type: 'HUGEINT', value: of('sum') }, 'VARCHAR', 'f("s")').merged).toBeUndefined();
});
