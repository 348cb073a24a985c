import { describe } from 'vitest';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { describeConformance } from '../conformance/suite.ts';
import { snowflakeConformance } from './test-source.ts';

const reason = whyNoPython();
describe.skipIf(reason !== undefined)(`with fakesnow${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  describeConformance('snowflake', snowflakeConformance);
});
