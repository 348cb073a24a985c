import { describe, vi } from 'vitest';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { describeWalls } from '../conformance/walls.ts';
import { snowflakeConformance } from './test-source.ts';

vi.mock('./prove-select.ts', async (original) => ({ ...(await original<object>()), proveSelect: async () => {} }));
vi.mock('./user-functions.ts', () => ({ refuseUserFunctions: async () => {} }));

describe.skipIf(whyNoPython() !== undefined)('with its stand-in', () => {
  describeWalls('snowflake', snowflakeConformance);
});
