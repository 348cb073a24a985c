import { describe, expect, it } from 'vitest';
import type { Connector } from '../connector.ts';
import { type Context, expectError, never } from './context.ts';

export function refusalTests({ source }: Context): void {
  const everyWay = (connector: Connector): readonly (() => Promise<unknown>)[] => [
    () => connector.test(never()),
    () => connector.introspect(never()),
    () => connector.openSession({ runId: 'refused', signal: never() }),
  ];

  describe('refusals of the source', () => {
    it('names a wrong password, and does not repeat it', async (test) => {
      const connector = source().withWrongPassword?.();
      if (connector === undefined) return test.skip('the source has no passwords');
      for (const way of everyWay(connector)) {
        const error = await expectError(way(), 'source_auth_failed');
        expect(error.connection).toBe(connector.id);
        expect(error.hint).toBeTruthy();
        expect(JSON.stringify(error.toShape())).not.toContain('wrong');
      }
      await connector.close();
    });

    it('names a port that nobody listens at', async (test) => {
      const connector = source().withWrongPort?.();
      if (connector === undefined) return test.skip('the source has no port');
      for (const way of everyWay(connector)) {
        const error = await expectError(way(), 'source_unreachable');
        expect(error.connection).toBe(connector.id);
        expect(error.hint).toBeTruthy();
      }
      await connector.close();
    });
  });
}
