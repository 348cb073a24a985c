import { describeConformance } from '../conformance/suite.ts';
import { duckdbConformance, viewsConformance } from './test-source.ts';

describeConformance('duckdb', duckdbConformance);
describeConformance('duckdb (views)', viewsConformance);
