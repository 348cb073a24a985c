import { vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { sqliteConformance } from './test-source.ts';

vi.mock('./statement.ts', () => ({ proveSelect: (sql: string) => sql }));

describeWalls('sqlite', sqliteConformance);
