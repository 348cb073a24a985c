import { describe, vi } from 'vitest';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { describeWalls } from '../conformance/walls.ts';
import { bigqueryConformance } from './test-source.ts';

vi.mock('./prove-select.ts', async (original) => ({ ...(await original<object>()), proveSelect: async () => {} }));

describe.skipIf(whyNoPython() !== undefined)('with its stand-in', () => {
  describeWalls('bigquery', bigqueryConformance);
});
