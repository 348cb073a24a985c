import { describeConformance } from '../conformance/suite.ts';
import { mysqlConformance } from './test-source.ts';

describeConformance('mysql', mysqlConformance);
