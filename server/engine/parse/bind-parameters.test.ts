import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { JoineryError } from '../../errors.ts';
import { bindParameters } from './bind-parameters.ts';

describe('parameters', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  async function answer(sql: string, ...parameters: StatementParameter[]) {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(bindParameters(sql, parameters).text);
      return reader.getRowsJson()[0];
    } finally {
      connection.closeSync();
    }
  }

  it.each([
    ["it's"],
    ["'; DROP TABLE x; --"],
    ["\\'; SELECT 1"],
    ['$$ {{other}} $$'],
    ['/* */ -- \n"'],
    ['żółć 漢字 🙂'],
    [''],
    ["\u2019 '' '''"],
  ])('carry the text %j as it is', async (value) => {
    expect(await answer('SELECT {{a}} AS a, 1', { name: 'a', type: 'text', value })).toEqual([value, 1]);
  });

  it('have the type that was chosen', async () => {
    const sql = 'SELECT {{a}}, typeof({{a}})';
    const typed = (type: StatementParameter['type'], value: string | null) => answer(sql, { name: 'a', type, value });
    expect(await typed('integer', '-42')).toEqual([-42, 'INTEGER']);
    expect(await typed('integer', '9007199254740993')).toEqual(['9007199254740993', 'BIGINT']);
    expect(await typed('decimal', '12.50')).toEqual(['12.50', 'DECIMAL(4,2)']);
    expect(await typed('boolean', 'true')).toEqual([true, 'BOOLEAN']);
    expect(await typed('date', '2024-02-29')).toEqual(['2024-02-29', 'DATE']);
    expect(await typed('timestamp', '2026-11-22T08:30:00')).toEqual(['2026-11-22 08:30:00', 'TIMESTAMP']);
    expect((await typed('text', null))?.[0]).toBeNull();
  });

  it('may be lists, empty ones too', async () => {
    const sql = "SELECT 'b' IN {{l}}, 'b' NOT IN {{l}}";
    expect(await answer(sql, { name: 'l', type: 'text_list', value: ['a', "b'", 'b'] })).toEqual([true, false]);
    expect(await answer(sql, { name: 'l', type: 'text_list', value: [] })).toEqual([false, true]);
  });

  it.each<[StatementParameter['type'], string]>([
    ['integer', '1; SELECT 2'],
    ['integer', '1.5'],
    ['integer', ''],
    ['decimal', '1e5'],
    ['boolean', '1'],
    ['date', '2026-02-30'],
    ['date', "2026-01-01'"],
    ['timestamp', '2026-01-01 25'],
    ['text', 'a\0b'],
  ])('of type %s refuse %j at their place', (type, value) => {
    const thrown = refusal(() => bindParameters('SELECT\n {{a}}', [{ name: 'a', type, value }]));
    expect(thrown).toMatchObject({ code: 'conversion_failed', position: { line: 2, column: 2, length: 5 } });
  });

  it('need a value', () => {
    expect(refusal(() => bindParameters('SELECT {{a}}', []))).toMatchObject({
      code: 'invalid_statement',
      position: { offset: 7, length: 5 },
    });
  });

  it('move positions of errors back to the text as written', () => {
    const written = 'SELECT {{a}}, b, {{a}} FROM t';
    const { text, restore } = bindParameters(written, [{ name: 'a', type: 'text', value: 'a long value' }]);
    const at = (offset: number, length: number) =>
      restore(
        new JoineryError('unknown_column', '', { position: { offset, line: 1, column: offset + 1, length } }),
      ) as JoineryError;
    expect(at(text.indexOf('b,'), 1).position).toMatchObject({ offset: written.indexOf('b,'), length: 1 });
    expect(at(text.indexOf('t', text.length - 1), 1).position).toMatchObject({ offset: written.length - 1 });
    expect(at(text.lastIndexOf('long'), 4).position).toMatchObject({ offset: written.lastIndexOf('{{'), length: 5 });
    expect(at(2, 1).position).toMatchObject({ offset: 2 });
  });
});

function refusal(task: () => unknown): JoineryError {
  try {
    task();
  } catch (thrown) {
    if (thrown instanceof JoineryError) return thrown;
  }
  throw new Error('Nothing was refused');
}
