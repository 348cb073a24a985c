import { vi } from 'vitest';
import { describeWalls } from '../conformance/walls.ts';
import { mysqlConformance } from './test-source.ts';

vi.mock('./prove-select.ts', () => ({ proveSelect: async () => ({ calledNames: [], isParsed: true }) }));

describeWalls('mysql', mysqlConformance);
