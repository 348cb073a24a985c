/**
 * One suite for every driver: each promise of `connector.ts`, tested against a real source, each declared capability both ways.
 * A driver calls it from `<driver>/conformance.test.ts`; README.md says how.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { badInputTests } from './bad-input-tests.ts';
import { closeTests } from './close-tests.ts';
import type { Context } from './context.ts';
import type { ConformanceDefinition, ConformanceSource } from './definition.ts';
import { filterTests } from './filter-tests.ts';
import { introspectionTests } from './introspection-tests.ts';
import { nativeTests } from './native-tests.ts';
import { parameterTests } from './parameter-tests.ts';
import { refusalTests } from './refusal-tests.ts';
import { streamTests } from './stream-tests.ts';
import { valueTests } from './value-tests.ts';

const startTimeoutMs = 120_000;

export function describeConformance(driverName: string, definition: ConformanceDefinition): void {
  describe(`the ${driverName} driver keeps the contract`, () => {
    let running: ConformanceSource | undefined;
    const context: Context = {
      definition,
      source() {
        if (running === undefined) throw new Error('The source has not started.');
        return running;
      },
    };
    beforeAll(async () => {
      running = await definition.start();
    }, startTimeoutMs);
    afterAll(async () => {
      await running?.close();
    }, startTimeoutMs);
    introspectionTests(context);
    valueTests(context);
    filterTests(context);
    streamTests(context);
    refusalTests(context);
    badInputTests(context);
    if (definition.native !== undefined) {
      nativeTests(context, definition.native);
      parameterTests(context);
    }
    closeTests(context);
  });
}
