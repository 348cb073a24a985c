import { vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { duckdbConformance } from './test-source.ts';

vi.mock('./prove-select.ts', () => ({ proveSelect: async (_duckdb: unknown, sql: string) => ({ sql, nodes: [] }) }));

describeWalls('duckdb', duckdbConformance);
