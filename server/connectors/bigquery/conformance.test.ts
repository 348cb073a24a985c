import { describe } from 'vitest';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { describeConformance } from '../conformance/suite.ts';
import { bigqueryConformance } from './test-source.ts';

const reason = whyNoPython();
describe.skipIf(reason !== undefined)(`with the emulator${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  describeConformance('bigquery', bigqueryConformance);
});
