import { describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../errors.ts';
import { type Context, errorOf, expectError, fetchAll, never, withSession } from './context.ts';
import type { ConformanceDefinition } from './definition.ts';
import { load } from './load.ts';

const refusals = ['not_a_select', 'multiple_statements', 'syntax_error', 'not_allowed', 'invalid_statement'];

export function nativeTests(
  { definition, source }: Context,
  native: NonNullable<ConformanceDefinition['native']>,
): void {
  describe('native statements', () => {
    it('tells the columns without running, and keeps columns of one name apart', async () => {
      await withSession(source(), async (session) => {
        const columns = await session.describe(native.twoColumns, never());
        expect(columns.map((column) => column.name)).toEqual(['a', 'a_2']);
        const loaded = await load(await session.fetch({ kind: 'native', sql: native.twoColumns }, never()));
        expect(loaded.names).toEqual(['a', 'a_2']);
        expect(loaded.types).toEqual(columns.map((column) => column.type));
        expect(loaded.rows).toEqual([['1', '2']]);
        const limited = await load(await session.fetch({ kind: 'native', sql: native.twoColumns, limit: 0 }, never()));
        expect(limited.rows).toEqual([]);
      });
    });

    it('marks the place of a mistake', async () => {
      const { sql, offset } = native.mistake;
      await withSession(source(), async (session) => {
        for (const way of [() => session.describe(sql, never()), () => fetchAll(session, { kind: 'native', sql })]) {
          const error = await expectError(way(), 'syntax_error');
          expect(error.position?.offset).toBe(offset);
          expect(error.connection).toBe(source().connector.id);
        }
      });
    });

    it.each(native.attacks)('refuses %s', async (sql) => {
      const before = await source().fingerprint();
      await withSession(source(), async (session) => {
        await expectError(session.describe(sql, never()), ...refusals);
        await expectError(fetchAll(session, { kind: 'native', sql }), ...refusals);
      });
      expect(await source().fingerprint()).toBe(before);
    });

    it('stops an endless statement when it is aborted, at the server too if it says so', async () => {
      await withSession(source(), async (session) => {
        const controller = new AbortController();
        const running = fetchAll(session, { kind: 'native', sql: native.endless }, controller.signal);
        const outcome = errorOf(running);
        const { runningStatements } = source();
        if (definition.capabilities.serverCancel) {
          if (runningStatements === undefined) throw new Error('A driver with serverCancel must show what runs.');
          await vi.waitFor(async () => expect(await runningStatements.call(source())).not.toEqual([]), {
            timeout: 10_000,
          });
        }
        controller.abort();
        expect(await outcome).toBeInstanceOf(Cancelled);
        if (definition.capabilities.serverCancel) {
          await vi.waitFor(async () => expect(await runningStatements?.call(source())).toEqual([]), { timeout: 5000 });
        }
      });
    });
  });
}
