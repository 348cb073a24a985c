/** The definitions of all drivers, as their conformance tests use them. */
import { bigqueryConformance } from '../../server/connectors/bigquery/test-source.ts';
import type { ConformanceDefinition } from '../../server/connectors/conformance/definition.ts';
import { duckdbConformance } from '../../server/connectors/duckdb/test-source.ts';
import { pathAttacks } from '../../server/connectors/files/test-attacks.ts';
import {
  csvConformance,
  jsonConformance,
  parquetConformance,
  xlsxConformance,
} from '../../server/connectors/files/test-source.ts';
import { mysqlConformance } from '../../server/connectors/mysql/test-source.ts';
import { compatibleConformance, postgresConformance } from '../../server/connectors/postgres/test-source.ts';
import { snowflakeConformance } from '../../server/connectors/snowflake/test-source.ts';
import { sqliteConformance } from '../../server/connectors/sqlite/test-source.ts';
import { trinoConformance } from '../../server/connectors/trino/test-source.ts';

export interface Tested {
  readonly title: string;
  /** Name of its page in docs/connectors. */
  readonly page: string;
  readonly against: string;
  readonly definition: ConformanceDefinition;
  /** Attacks that are no statements. */
  readonly otherAttacks?: number;
}

export const tested: readonly Tested[] = [
  { title: 'PostgreSQL', page: 'postgres', against: 'PostgreSQL 18', definition: postgresConformance },
  {
    title: 'PostgreSQL, `flavor: compatible`',
    page: 'postgres',
    against: 'PostgreSQL 18',
    definition: compatibleConformance,
  },
  { title: 'MySQL, MariaDB', page: 'mysql', against: 'MariaDB', definition: mysqlConformance },
  { title: 'SQLite', page: 'sqlite', against: 'SQLite', definition: sqliteConformance },
  { title: 'DuckDB', page: 'duckdb', against: 'DuckDB', definition: duckdbConformance },
  {
    title: 'Files: CSV',
    page: 'files',
    against: 'files',
    definition: csvConformance,
    otherAttacks: pathAttacks.length,
  },
  { title: 'Files: Parquet', page: 'files', against: 'files', definition: parquetConformance },
  { title: 'Files: JSON', page: 'files', against: 'files', definition: jsonConformance },
  { title: 'Files: XLSX', page: 'files', against: 'files', definition: xlsxConformance },
  { title: 'BigQuery', page: 'bigquery', against: 'stand-ins', definition: bigqueryConformance },
  { title: 'Snowflake', page: 'snowflake', against: 'stand-ins', definition: snowflakeConformance },
  { title: 'Trino', page: 'trino', against: 'Trino 476, where it is installed', definition: trinoConformance },
];
