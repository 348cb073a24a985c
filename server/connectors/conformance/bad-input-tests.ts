import { describe, expect, it } from 'vitest';
import { JoineryError } from '../../errors.ts';
import { type BadInput, badInputs, flawOf } from './bad-input.ts';
import { type Context, errorOf, expectError, freshName, never, tableOf, wholeTable, withSession } from './context.ts';
import { load } from './load.ts';

const HUGE_LETTERS = 100_000_000;

export function badInputTests({ definition, source }: Context): void {
  const { integerType, textType } = definition;
  const kinds = Object.keys(badInputs) as BadInput[];

  describe('bad input', () => {
    it.each(kinds)('%s is proven, or cannot be there', async (kind) => {
      expect(await flawOf(kind, source(), definition)).toBeUndefined();
    });

    it('names a database that is not there', async (test) => {
      const connector = source().withUnknownDatabase?.();
      if (connector === undefined) return test.skip('the source has no such connection');
      const ways = [
        () => connector.test(never()),
        () => connector.introspect(never()),
        async () => {
          const session = await connector.openSession({ runId: 'x', signal: never() });
          await session.close();
          // Who asks for nothing may not notice.
          return connector.test(never());
        },
      ];
      for (const way of ways) {
        const error = await expectError(way(), 'source_auth_failed', 'source_unreachable', 'source_privilege');
        expect(error.connection).toBe(connector.id);
        expect(error.hint).toBeTruthy();
      }
      await connector.close();
    });

    it('says that the server offers no encryption, and sends nothing without it', async (test) => {
      const connector = source().withTls?.();
      if (connector === undefined) return test.skip('the source has no such connection');
      const error = await expectError(connector.test(never()), 'source_unreachable');
      expect(error.connection).toBe(connector.id);
      expect(error.hint).toBeTruthy();
      await connector.close();
    });

    it.each([
      ['lacks a column', [{ name: 'id', type: integerType }], [['7']]],
      [
        'has a column of another type',
        [
          { name: 'id', type: integerType },
          { name: 'value', type: integerType },
        ],
        [['7', '8']],
      ],
    ] as const)('a table that %s now is told, or read exactly', async (_, columns, rows) => {
      const name = freshName('altered');
      const text = definition.quoteText('a');
      await source().createTable({
        name,
        columns: [
          { name: 'id', type: integerType },
          { name: 'value', type: textType },
        ],
        rows: [['7', text]],
      });
      const table = await tableOf(source(), name);
      await source().dropTable(name);
      await source().createTable({ name, columns, rows });
      const outcome = await withSession(source(), async (session) =>
        load(await session.fetch(wholeTable(table), never())),
      ).catch((thrown: unknown) => thrown);
      if (outcome instanceof JoineryError)
        expect(outcome).toMatchObject({ code: 'source_changed', connection: source().connector.id });
      // A JSON line without a member has NULL there.
      else
        expect([
          JSON.stringify([['7', '8']]),
          ...(definition.knows.absentIsNull === true ? [JSON.stringify([['7', null]])] : []),
        ]).toContain(JSON.stringify((outcome as { rows: unknown }).rows));
      await source().dropTable(name);
    });

    it('a table dropped while it is read arrives whole, or the fetch fails', async () => {
      const { manyRows = 200_000 } = definition;
      const name = freshName('dropped_while_read');
      await source().createNumbers(name, manyRows);
      const table = await tableOf(source(), name);
      let dropping: Promise<unknown> = Promise.resolve();
      const session = await source().connector.openSession({ runId: 'dropped', signal: never() });
      const stream = await session.fetch(wholeTable(table), never());
      if (stream.kind === 'csv') {
        let lines = 0;
        const reading = (async () => {
          for await (const block of stream.bytes) {
            if (lines === 0) dropping = source().dropTable(name);
            lines += Buffer.from(block).toString('latin1').split('\n').length - 1;
          }
        })();
        const outcome = await reading.catch((thrown: unknown) => thrown);
        if (outcome === undefined) expect(lines).toBe(manyRows);
        else expect(outcome).toMatchObject({ name: 'JoineryError', connection: source().connector.id });
      }
      await session.close();
      if (stream.kind === 'csv') await dropping;
      else await source().dropTable(name);
    });

    it('a cell of 100 MB arrives whole', async (test) => {
      const { hugeText } = definition;
      if (hugeText === undefined) return test.skip('proven elsewhere, or no such cell');
      const name = freshName('huge');
      await source().createTable({
        name,
        columns: [
          { name: 'id', type: integerType },
          { name: 'value', type: hugeText.type },
        ],
        rows: [['1', hugeText.literal]],
      });
      const table = await tableOf(source(), name);
      const letters = await withSession(source(), async (session) => {
        const stream = await session.fetch(wholeTable(table, { columns: table.columns.slice(1) }), never());
        if (stream.kind === 'relation') return (await load(stream)).rows[0]?.[0]?.length;
        let size = 0;
        for await (const block of stream.bytes)
          size += Buffer.from(block).toString('latin1').replace(/["\n]/g, '').length;
        return size;
      });
      expect(letters).toBe(HUGE_LETTERS);
      await source().dropTable(name);
    });

    it('a table as wide as the source lets it be arrives whole', async (test) => {
      const { widestTable } = definition;
      if (widestTable === undefined) return test.skip('proven elsewhere');
      const name = freshName('wide');
      const indexes = Array.from({ length: widestTable }, (_, index) => index);
      await source().createTable({
        name,
        columns: indexes.map((index) => ({ name: `c${index}`, type: integerType })),
        rows: [indexes.map(String)],
      });
      const table = await tableOf(source(), name);
      expect(table.columns).toHaveLength(widestTable);
      const loaded = await withSession(source(), async (session) =>
        load(await session.fetch(wholeTable(table), never())),
      );
      expect(loaded.rows).toEqual([indexes.map(String)]);
      await source().dropTable(name);
    });

    it('a table that never was is refused', async () => {
      const name = freshName('never_was');
      await source().createNumbers(name, 1);
      const table = { ...(await tableOf(source(), name)), name: `${name}_x` };
      const fetching = withSession(source(), async (session) => load(await session.fetch(wholeTable(table), never())));
      expect(await errorOf(fetching)).toMatchObject({ connection: source().connector.id });
      await source().dropTable(name);
    });
  });
}
