/** Order of the test files: those that take longest begin first, so that no worker is left alone with one at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Measured; a file's size, by which Vitest orders a fresh clone, says nothing about a suite that is called in two lines. */
const slow = [
  'server/connectors/bigquery/conformance.test.ts',
  'test/faults/faults.test.ts',
  'test/faults/cloud.test.ts',
  'server/connectors/files/conformance.test.ts',
  'server/connectors/snowflake/conformance.test.ts',
  'server/connectors/duckdb/conformance.test.ts',
  'server/connectors/mysql/conformance.test.ts',
  'test/blocks/blocks.test.ts',
  'cli/cli.test.ts',
  'test/security/limits.test.ts',
  'test/faults/bad-bytes.test.ts',
  'server/connectors/postgres/',
  'test/differential/differential.test.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const place = slow.findIndex((part) => moduleId.includes(part));
  return place === -1 ? slow.length : place;
};

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
