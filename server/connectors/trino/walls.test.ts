import { describe, vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { installation, trinoConformance } from './test-source.ts';

vi.mock('./prove-select.ts', () => ({ proveSelect: (sql: string) => sql }));

describe.skipIf(installation === undefined)('with a Trino server', () => {
  describeWalls('trino', trinoConformance);
});
