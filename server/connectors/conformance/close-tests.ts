import { describe, expect, it, vi } from 'vitest';
import { type Context, never } from './context.ts';

/** The last part: the connector is of no use afterwards. */
export function closeTests({ source }: Context): void {
  describe('closing', () => {
    it('leaves no connection at the source, and ends open sessions', async (test) => {
      const { connector, openConnections } = source();
      if (openConnections === undefined) return test.skip('the source has no connections');
      await connector.openSession({ runId: 'left open', signal: never() });
      expect(await openConnections.call(source())).toBeGreaterThan(0);
      await connector.close();
      await vi.waitFor(async () => expect(await openConnections.call(source())).toBe(0), { timeout: 5000 });
      await connector.close();
    });
  });
}
