import { describe, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { installation, trinoConformance } from './test-source.ts';

if (installation === undefined) {
  describe('the trino driver keeps the contract', () => {
    it.skip('needs a Trino server: JOINERY_TRINO_HOME and a JDK 24 (docs/testing.md)');
  });
} else {
  describeConformance('trino', trinoConformance);
}
