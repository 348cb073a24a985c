import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { TableInfo } from '../connector.ts';
import {
  type Context,
  errorOf,
  fetchAll,
  freshName,
  never,
  readBytes,
  tableOf,
  wholeTable,
  withSession,
} from './context.ts';
import { load } from './load.ts';

export function streamTests({ definition, source }: Context): void {
  const { manyRows = 400_000 } = definition;

  const countOf = async (session: Parameters<typeof fetchAll>[0], table: Parameters<typeof wholeTable>[0]) =>
    (await load(await session.fetch(wholeTable(table), never()))).rows.length;

  describe('fetches', () => {
    it('sends every row, counts them, and sends no more than asked for', async () => {
      const name = freshName('numbers');
      await source().createNumbers(name, 5000);
      const table = await tableOf(source(), name);
      await withSession(source(), async (session) => {
        const stream = await session.fetch(wholeTable(table), never());
        const loaded = await load(stream);
        expect(new Set(loaded.rows.map(([id]) => Number(id))).size).toBe(5000);
        if (stream.kind === 'csv') expect(stream.rows()).toBe(5000);
        const limited = await load(await session.fetch(wholeTable(table, { limit: 7 }), never()));
        expect(limited.rows).toHaveLength(7);
        const counted = await load(await session.fetch(wholeTable(table, { columns: [] }), never()));
        expect(counted.rows).toHaveLength(5000);
      });
    });

    it('lets the fetches of a session be read in any order, with none waiting for another', async () => {
      const table = await numbersTable('several', manyRows);
      await withSession(source(), async (session) => {
        const streams = await Promise.all([1, 2, 3, 4, 5, 6].map(() => session.fetch(wholeTable(table), never())));
        for (const stream of streams.toReversed()) {
          const bytes = await readBytes(stream);
          if (bytes) expect(bytes.toString().trimEnd().split('\n')).toHaveLength(manyRows);
        }
      });
    });

    it('reads one state of the data in a session, if it says so, and else the newest', async () => {
      const name = freshName('state');
      await source().createNumbers(name, 10);
      const table = await tableOf(source(), name);
      await withSession(source(), async (session) => {
        expect(session.readAt.getTime()).toBeLessThanOrEqual(Date.now());
        const before = await countOf(session, table);
        await source().addRow(name, ['11']);
        const after = await countOf(session, table);
        expect([before, after]).toEqual(definition.capabilities.snapshot ? [10, 10] : [10, 11]);
      });
      await withSession(source(), async (session) => expect(await countOf(session, table)).toBe(11));
    });

    it('ends at the source when it is read no further', async () => {
      const table = await numbersTable('early', manyRows);
      await withSession(source(), async (session) => {
        const stream = await session.fetch(wholeTable(table), never());
        if (stream.kind !== 'csv') return;
        for await (const block of stream.bytes) {
          expect(block.length).toBeGreaterThan(0);
          break;
        }
        await nothingRuns();
        expect(await countOf(session, table)).toBe(manyRows);
      });
    });

    it('ends with its session, also when it was never read', async () => {
      const table = await numbersTable('unread', manyRows);
      const session = await source().connector.openSession({ runId: 'unread', signal: never() });
      await session.fetch(wholeTable(table), never());
      await session.close();
      await session.close();
      await nothingRuns();
      expect(await errorOf(fetchAll(session, wholeTable(table)))).toBeInstanceOf(Error);
    });

    it('stops when it is aborted: before, and while it is read', async () => {
      const table = await numbersTable('aborted', manyRows);
      const aborted = AbortSignal.abort();
      expect(await errorOf(source().connector.introspect(aborted))).toBeInstanceOf(Cancelled);
      expect(await errorOf(source().connector.test(aborted))).toBeInstanceOf(Cancelled);
      expect(await errorOf(source().connector.openSession({ runId: 'x', signal: aborted }))).toBeInstanceOf(Cancelled);
      await withSession(source(), async (session) => {
        expect(await errorOf(fetchAll(session, wholeTable(table), aborted))).toBeInstanceOf(Cancelled);
        const controller = new AbortController();
        const stream = await session.fetch(wholeTable(table), controller.signal);
        if (stream.kind !== 'csv') return;
        const reading = (async () => {
          for await (const _ of stream.bytes) controller.abort();
        })();
        expect(await errorOf(reading)).toBeInstanceOf(Cancelled);
        await nothingRuns();
        expect(await countOf(session, table)).toBe(manyRows);
      });
    });

    it('says so when the source breaks off in the middle, and works again afterwards', async (test) => {
      const kill = source().killConnections;
      if (kill === undefined) return test.skip('the source has no connections');
      const table = await numbersTable('killed', manyRows * 4);
      const session = await source().connector.openSession({ runId: 'killed', signal: never() });
      const stream = await session.fetch(wholeTable(table), never());
      const reading = (async () => {
        let blocks = 0;
        if (stream.kind === 'csv') for await (const _ of stream.bytes) if (++blocks === 1) await kill.call(source());
      })();
      const error = await errorOf(reading);
      expect(error).toBeInstanceOf(JoineryError);
      expect(error).toMatchObject({ code: 'source_failed', connection: source().connector.id });
      await session.close();
      await withSession(source(), async (next) => {
        const limited = await load(await next.fetch(wholeTable(table, { limit: 3 }), never()));
        expect(limited.rows).toHaveLength(3);
      });
    });

    /** Gone after the test: sources that look at all their tables would look at it in every later one. */
    async function numbersTable(label: string, count: number): Promise<TableInfo> {
      const name = freshName(label);
      await source().createNumbers(name, count);
      onTestFinished(() => source().dropTable(name));
      return tableOf(source(), name);
    }

    /** The server needs a moment to take its process off the list. */
    async function nothingRuns(): Promise<void> {
      if (source().runningStatements === undefined) return;
      await vi.waitFor(async () => expect(await source().runningStatements?.()).toEqual([]), { timeout: 5000 });
    }
  });
}
