/**
 * The walls behind the proof, each on its own: the same attacks, sent as a session of the driver would send them had the proof let them pass. A driver
 * calls it from `<driver>/walls.test.ts`, in which its proof is mocked away.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JoineryError } from '../../errors.ts';
import { fetchAll, never, withSession } from './context.ts';
import type { ConformanceDefinition, ConformanceSource } from './definition.ts';

const startTimeoutMs = 120_000;
const harmless = 'SELECT 1 AS a, 2 AS b';

/** The attacks that the session alone must withstand: all but those that only the proof stops. */
export const attacksOnSession = (definition: ConformanceDefinition): readonly string[] => {
  const onlyProof = new Set(definition.native?.onlyProof ?? []);
  return (definition.native?.attacks ?? []).filter((sql) => !onlyProof.has(sql));
};

export function describeWalls(driverName: string, definition: ConformanceDefinition): void {
  const { native } = definition;
  if (native === undefined) throw new Error('A driver without native statements has no such walls.');
  describe(`without its proof the ${driverName} driver still`, () => {
    let source: ConformanceSource;
    const attempt = async (sql: string): Promise<unknown> => {
      const session = (use: Parameters<typeof withSession>[1]) => withSession(source, use);
      return session((open) => fetchAll(open, { kind: 'native', sql })).then(
        () => 'passed',
        (thrown: unknown) => thrown,
      );
    };
    beforeAll(async () => {
      source = await definition.start();
    }, startTimeoutMs);
    afterAll(async () => {
      await source?.close();
    }, startTimeoutMs);

    it('runs a SELECT, so that the way is the one that statements take', async () => {
      const columns = await withSession(source, (open) => open.describe(harmless, never()));
      expect(columns).toHaveLength(2);
      expect(await attempt(harmless)).toBe('passed');
    });

    it('knows each attack that only the proof stops', () => {
      expect(native.attacks).toEqual(expect.arrayContaining([...(native.onlyProof ?? [])]));
    });

    it.each(attacksOnSession(definition))('changes nothing by %s', async (sql) => {
      const before = await source.fingerprint();
      const outcome = await attempt(sql);
      if (outcome !== 'passed') expect(outcome).toBeInstanceOf(JoineryError);
      expect(await source.fingerprint()).toBe(before);
    });
  });
}
