/** Values of `{{name}}` at a server of SQL whose settings read quotes and backslashes in another way than our sessions. */
import { expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import type { ColumnInfo, Connector } from '../connector.ts';
import { errorOf, never, withSession } from './context.ts';
import { load } from './load.ts';
import { hostileTexts, unfitParameters } from './parameter-cases.ts';

type Rows = readonly (readonly (string | null)[])[];
type RunNative = (
  sql: string,
  ...parameters: StatementParameter[]
) => Promise<{ readonly columns: readonly Pick<ColumnInfo, 'type'>[]; readonly rows: Rows }>;

export const textParameter = (value: string | null): StatementParameter => ({ name: 'x', type: 'text', value });

/** Describes a native statement and reads it through DuckDB. */
export const nativeRun =
  (connector: () => Connector): RunNative =>
  (sql, ...parameters) =>
    withSession(connector(), async (session) => {
      const columns = await session.describe(sql, never(), parameters);
      const { rows } = await load(await session.fetch({ kind: 'native', sql, parameters }, never()));
      return { columns, rows };
    });

interface Given {
  readonly run: RunNative;
  /** Has a table `victim` of two rows: `id` 1 and 2, `name` a and b. */
  readonly connection: string;
  /** What counts the letters of a text there. */
  readonly lengthFunction: string;
  /** Whether a text may hold NUL. */
  readonly takesNul: boolean;
}

export function serverParameterTests({ run, connection, lengthFunction, takesNul }: Given): void {
  const nul = 'a\0b';

  it.each([...hostileTexts, ...(takesNul ? [nul] : [])])('arrive as they are: %j', async (value) => {
    const { rows } = await run(
      `SELECT {{x}} AS x, ${lengthFunction}({{x}}) AS n, (SELECT count(*) FROM victim) AS others`,
      textParameter(value),
    );
    expect(rows).toEqual([[value, String([...value].length), '2']]);
  });

  it('make lists, of which an empty one finds nothing', async () => {
    const found = async (...value: string[]) =>
      (await run('SELECT id FROM victim WHERE name IN {{names}}', { name: 'names', type: 'text_list', value })).rows;
    expect(await found('a', "') OR true --")).toEqual([['1']]);
    expect(await found()).toEqual([]);
  });

  const refused: readonly (readonly [StatementParameter, string])[] = [
    ...unfitParameters.map((parameter) => [parameter, 'conversion_failed'] as const),
    ...(takesNul ? [] : [[textParameter(nul), 'conversion_failed'] as const]),
    [{ name: 'y', type: 'text', value: 'a' }, 'invalid_statement'],
  ];
  it.each(refused)('are refused where they are none of their type: %j', async (parameter, code) => {
    const error = await errorOf(run('SELECT 1,\n  {{x}}', parameter));
    expect(error).toMatchObject({ code, connection, position: { line: 2, column: 3, length: 5 } });
  });

  it('leave mistakes at their place in the text as written', async () => {
    const long = textParameter('a long value');
    const error = await errorOf(run('SELECT {{x}}, {{x}}\nFROM victim WHERE nonsense = 1', long));
    expect(error).toMatchObject({ code: 'unknown_column', position: { line: 2, column: 19 } });
    const syntax = await errorOf(run('SELECT {{x}},\n FROM victim', long));
    expect(syntax).toMatchObject({ code: 'syntax_error', position: { line: 2, column: 2 } });
  });
}
