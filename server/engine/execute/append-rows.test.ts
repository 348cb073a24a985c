import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { PackedWriter, packedWidth, setInteger } from '../../connectors/packed-rows.ts';
import { appendRows } from './append-rows.ts';

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function withTable<Answer>(
  definition: string,
  use: (connection: Awaited<ReturnType<DuckDBInstance['connect']>>) => Promise<Answer>,
): Promise<Answer> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE packed (${definition})`);
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('packed rows in a table', () => {
  it('are all there, in their order, with NULLs only where they were', async () => {
    const types = ['BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT', 'DECIMAL(15,2)', 'DECIMAL(4,1)', 'DATE', 'BOOLEAN'];
    const widths = types.map((type) => packedWidth(type) ?? 0);
    const batches: Uint8Array[] = [];
    const writer = new PackedWriter(widths, (batch) => batches.push(batch));
    const rows = 20_000;
    for (let row = 0; row < rows; row += 1) {
      for (const [column, width] of widths.entries()) {
        // Some batches have no NULL in a column: what the chunk held before must not show.
        if (row % 7 === column && row < 9_000) writer.setNull(column);
        else setInteger(writer.view, writer.places[column] as number, width, (row + column) % (column === 7 ? 2 : 100));
      }
      writer.endRow();
    }
    writer.end();
    const definition = types.map((type, column) => `c${column} ${type}`).join(', ');
    await withTable(definition, async (connection) => {
      const columnTypes = (await connection.runAndReadAll('FROM packed')).columnTypes();
      await appendRows(connection, 'packed', columnTypes, each(batches));
      const value = (column: number) => {
        const raw = `(rowid + ${column}) % ${column === 7 ? 2 : 100}`;
        const scale = column === 4 ? ' / 100' : column === 5 ? ' / 10' : '';
        return column === 6 ? `DATE '1970-01-01' + (${raw})::INTEGER` : `(${raw}${scale})::${types[column]}`;
      };
      const wrong = types.map(
        (_, column) =>
          `count(*) FILTER (c${column} IS DISTINCT FROM CASE WHEN rowid % 7 = ${column} AND rowid < 9000 THEN NULL ELSE ${value(column)} END)`,
      );
      const answer = await connection.runAndReadAll(`SELECT count(*), ${wrong.join(', ')} FROM packed`);
      expect(answer.getRows()[0]?.map(Number)).toEqual([rows, ...types.map(() => 0)]);
    });
  });

  it('are not there when the source fails on the way', async () => {
    const batches: Uint8Array[] = [];
    const writer = new PackedWriter([4], (batch) => batches.push(batch));
    for (let row = 0; row < 5_000; row += 1) writer.endRow();
    writer.end();
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* batches;
      throw new Error('the wire broke');
    }
    await withTable('c INTEGER', async (connection) => {
      const columnTypes = (await connection.runAndReadAll('FROM packed')).columnTypes();
      await expect(appendRows(connection, 'packed', columnTypes, failing())).rejects.toThrow('the wire broke');
      expect((await connection.runAndReadAll('SELECT count(*) FROM packed')).getRows()).toEqual([[0n]]);
    });
  });
});
