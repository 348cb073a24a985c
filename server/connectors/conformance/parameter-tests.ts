import { describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { JoineryError } from '../../errors.ts';
import { type Context, errorOf, expectError, freshName, never, withSession } from './context.ts';
import { load } from './load.ts';
import { hostileTexts, textWithNul, unfitParameters } from './parameter-cases.ts';

const echo = 'SELECT {{x}} AS x';

/** `{{name}}` in native statements: bound, or written by the driver's own writer, and never spliced. */
export function parameterTests({ definition, source }: Context): void {
  const run = (sql: string, ...parameters: StatementParameter[]) =>
    withSession(source(), async (session) => {
      const described = await session.describe(sql, never(), parameters);
      const loaded = await load(await session.fetch({ kind: 'native', sql, parameters }, never()));
      expect(described.map(({ name }) => name)).toEqual(loaded.names);
      return loaded.rows;
    });

  describe('parameters', () => {
    it.each(hostileTexts)('pass %j on as it is', async (value) => {
      expect(await run(echo, { name: 'x', type: 'text', value })).toEqual([[value]]);
    });

    it('pass a NUL character on, or refuse it', async () => {
      const outcome = await run(echo, { name: 'x', type: 'text', value: textWithNul }).catch(
        (thrown: unknown) => thrown,
      );
      if (outcome instanceof JoineryError) expect(outcome.code).toBe('conversion_failed');
      else expect(outcome).toEqual([[textWithNul]]);
    });

    it('make lists, of which an empty one finds nothing', async () => {
      const name = freshName('listed');
      const columns = [
        { name: 'id', type: definition.integerType },
        { name: 'word', type: definition.textType },
      ];
      const rows = ['a', "it's"].map((text, index) => [String(index), definition.quoteText(text)]);
      await source().createTable({ name, columns, rows });
      const { quoteIdentifier: quote } = source().connector.dialect;
      const find = (value: string[]) =>
        run(
          `SELECT ${quote('word')} AS word FROM ${quote(source().schema)}.${quote(name)} WHERE ${quote('word')} IN {{names}} ORDER BY 1`,
          {
            name: 'names',
            type: 'text_list',
            value,
          },
        );
      expect(await find(['b', 'a', "it's"])).toEqual([['a'], ["it's"]]);
      expect(await find(["b') OR ('a' = 'a"])).toEqual([]);
      expect(await find([])).toEqual([]);
      await source().dropTable(name);
    });

    it('are NULL where they have no value of theirs', async () => {
      expect(
        await run("SELECT CASE WHEN {{x}} IS NULL THEN 'null' ELSE 'value' END AS a", {
          name: 'x',
          type: 'text',
          value: null,
        }),
      ).toEqual([['null']]);
    });

    it('keep whole numbers of 64 bits and their signs', async () => {
      const differs = (value: string) =>
        run(
          "SELECT CASE WHEN {{x}} - 1 = {{y}} THEN 'exact' ELSE 'rounded' END AS a",
          { name: 'x', type: 'integer', value },
          {
            name: 'y',
            type: 'integer',
            value: String(BigInt(value) - 1n),
          },
        );
      for (const value of ['9007199254740993', '-9223372036854775807', '9223372036854775807'])
        expect(await differs(value)).toEqual([['exact']]);
    });

    it.each(unfitParameters)('are refused where they are none of their type: %j', async (parameter) => {
      const sql = 'SELECT 1 AS a,\n  {{x}} AS x';
      const error = await expectError(run(sql, parameter), 'conversion_failed');
      expect(error.connection).toBe(source().connector.id);
      expect(error.position).toMatchObject({ line: 2, column: 3 });
    });

    it('are asked for by name where they are missing', async () => {
      expect(await errorOf(run(echo))).toMatchObject({
        code: 'invalid_statement',
        message: expect.stringContaining('{{x}}'),
      });
    });
  });
}
