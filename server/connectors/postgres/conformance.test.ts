import { describeConformance } from '../conformance/suite.ts';
import { postgresConformance } from './test-source.ts';

describeConformance('postgres', postgresConformance);
