import { vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { compatibleConformance, postgresConformance } from './test-source.ts';

vi.mock('./prove-select.ts', () => ({ proveSelect: async (sql: string) => sql }));

describeWalls('postgres', postgresConformance);
describeWalls('postgres (flavor: compatible)', compatibleConformance);
