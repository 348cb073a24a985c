import { describeConformance } from '../conformance/suite.ts';
import { csvConformance, jsonConformance, parquetConformance, xlsxConformance } from './test-source.ts';

describeConformance('files (CSV)', csvConformance);
describeConformance('files (Parquet)', parquetConformance);
describeConformance('files (JSON lines)', jsonConformance);
describeConformance('files (XLSX)', xlsxConformance);
