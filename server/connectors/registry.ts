/** Every driver that config.yaml may name. A new connector adds its import and its line here, both in order of the alphabet. */
import { bigqueryDriver } from './bigquery/index.ts';
import type { Driver } from './connector.ts';
import { duckdbDriver } from './duckdb/index.ts';
import { filesDriver } from './files/index.ts';
import { mysqlDriver } from './mysql/index.ts';
import { postgresDriver } from './postgres/index.ts';
import { snowflakeDriver } from './snowflake/index.ts';
import { sqliteDriver } from './sqlite/index.ts';
import { trinoDriver } from './trino/index.ts';

export const drivers: Readonly<Record<string, Driver>> = {
  bigquery: bigqueryDriver,
  duckdb: duckdbDriver,
  files: filesDriver,
  mysql: mysqlDriver,
  postgres: postgresDriver,
  snowflake: snowflakeDriver,
  sqlite: sqliteDriver,
  trino: trinoDriver,
};

/** The driver that `driver:` in config.yaml means; undefined if there is none of that name. */
export function driverByName(name: string): Driver | undefined {
  return Object.hasOwn(drivers, name) ? drivers[name] : undefined;
}
