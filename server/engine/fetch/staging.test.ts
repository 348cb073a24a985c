import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import type { ByteStream } from '../../connectors/connector.ts';
import { noRowsSql, readCsvSql } from './staging.ts';

const stream: ByteStream = {
  kind: 'csv',
  sql: '',
  columns: ['DECIMAL(38,2)', 'HUGEINT', 'DECIMAL(38,20)'].map((type, index) => ({
    name: `c${index}`,
    stagedType: type,
    type,
  })),
  bytes: (async function* () {})(),
  rows: () => undefined,
};

it('reads numbers of 128 bits exactly, those that fit into 64 and those that do not, and nothing under the same types', async () => {
  const rows = [
    ['-0.01', '-9223372036854775808', '0.00000000000000000001'],
    ['9999999999999999.99', '9223372036854775808', '1.00000000000000000000'],
    ['10000000000000000.00', '170141183460469231731687303715884105727', '-999999999999999999.99999999999999999999'],
    ['-999999999999999999999999999999999999.99', '0', '0.00000000000000000000'],
  ];
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-staging-'));
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const file = path.join(folder, 'rows.csv');
    await writeFile(file, `${[...rows, ['', '', '']].map((row) => row.join(',')).join('\n')}\n`);
    const connection = await instance.connect();
    const sql = readCsvSql({ path: file, sizeBytes: 400 }, 's1', stream, [0, 1, 2]);
    const reader = await connection.runAndReadAll(
      `SELECT s1c0::VARCHAR, s1c1::VARCHAR, s1c2::VARCHAR, typeof(s1c0), typeof(s1c1), typeof(s1c2) FROM ${sql}`,
    );
    const types = stream.columns.map(({ type }) => type);
    expect(reader.getRowsJson()).toEqual([...rows, [null, null, null]].map((row) => [...row, ...types]));
    const none = await connection.runAndReadAll(`FROM ${noRowsSql('s1', stream, [0, 2, 4])}`);
    expect([none.columnNames(), none.columnTypes().map(String), none.currentRowCount]).toEqual([
      ['s1c0', 's1c2', 's1c4'],
      types,
      0,
    ]);
    connection.closeSync();
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
});
