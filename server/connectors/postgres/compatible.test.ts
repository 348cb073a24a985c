import { describeConformance } from '../conformance/suite.ts';
import { compatibleConformance } from './test-source.ts';

describeConformance('postgres (flavor: compatible)', compatibleConformance);
