import { describeConformance } from '../conformance/suite.ts';
import { sqliteConformance } from './test-source.ts';

describeConformance('sqlite', sqliteConformance);
