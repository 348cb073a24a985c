import { vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { postgresConformance } from './test-source.ts';

vi.mock('./prove-select.ts', () => ({ proveSelect: async (sql: string) => sql }));

describeWalls('postgres', postgresConformance);
