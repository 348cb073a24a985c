import type { Driver } from '../connector.ts';
import { type DuckdbOptions, duckdbOptionsSchema } from './config.ts';
import { DuckdbConnector } from './driver.ts';

export const duckdbDriver: Driver<DuckdbOptions> = {
  name: 'duckdb',
  displayName: 'DuckDB file',
  optionsSchema: duckdbOptionsSchema,
  secretOptions: [],
  create: (options, context) => new DuckdbConnector(options, context),
};
