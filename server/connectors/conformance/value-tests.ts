import { describe, expect, it } from 'vitest';
import { type Context, freshName, never, tableOf, wholeTable, withSession } from './context.ts';
import { load } from './load.ts';

export function valueTests({ definition, source }: Context): void {
  describe('values', () => {
    it.each(definition.values)(
      '$type: $literal becomes $duckType $becomes',
      async ({ type, literal, duckType, becomes }) => {
        const name = freshName('value');
        await source().createTable({
          name,
          columns: [
            { name: 'id', type: definition.integerType },
            { name: 'value', type },
          ],
          rows: [['1', literal]],
        });
        try {
          const table = await tableOf(source(), name);
          expect(table.columns[1]?.type).toBe(duckType);
          for (const mayPack of [false, true]) {
            const loading = withSession(source(), async (session) =>
              load(await session.fetch(wholeTable(table, { mayPack }), never())),
            );
            if (becomes === 'refused!') {
              await expect(loading).rejects.toThrow();
              continue;
            }
            const loaded = await loading;
            expect(loaded.types[1]).toBe(duckType);
            expect(loaded.rows, `packed: ${mayPack}`).toEqual([['1', becomes]]);
          }
        } finally {
          await source().dropTable(name);
        }
      },
    );

    it('tells NULL from the empty text, and keeps separators, quotes, line ends and wide letters', async () => {
      const texts = [
        '',
        ' ',
        ',',
        '"',
        '""',
        "'",
        '\n',
        '\r\n',
        'a,"b"\nc',
        '\\',
        '\\N',
        '\\.',
        'NULL',
        '𝄞é\u0301\u00a0',
        '\t',
        '0',
      ];
      const name = freshName('texts');
      await source().createTable({
        name,
        columns: [
          { name: 'id', type: definition.integerType },
          { name: 'value', type: definition.textType },
          { name: 'last', type: definition.textType },
        ],
        rows: [
          ['0', 'NULL', 'NULL'],
          ...texts.map((text, index) => [String(index + 1), definition.quoteText(text), definition.quoteText(text)]),
        ],
      });
      const table = await tableOf(source(), name);
      const loaded = await withSession(source(), async (session) =>
        load(await session.fetch(wholeTable(table), never())),
      );
      const kept = (text: string) => (text === '' && !definition.knows.emptyText ? null : text);
      expect(loaded.rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
        ['0', null, null],
        ...texts.map((text, index) => [String(index + 1), kept(text), kept(text)]),
      ]);
      // One column alone: an empty record must not be skipped.
      const only = table.columns.slice(1, 2);
      const alone = await withSession(source(), async (session) =>
        load(await session.fetch(wholeTable(table, { columns: only }), never())),
      );
      expect(alone.rows.map(([text]) => text).toSorted()).toEqual([null, ...texts.map(kept)].toSorted());
    });
  });
}
