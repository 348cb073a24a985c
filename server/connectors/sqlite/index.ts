import type { Driver } from '../connector.ts';
import { type SqliteOptions, sqliteOptionsSchema } from './config.ts';
import { SqliteConnector } from './driver.ts';

export const sqliteDriver: Driver<SqliteOptions> = {
  name: 'sqlite',
  displayName: 'SQLite',
  optionsSchema: sqliteOptionsSchema,
  secretOptions: [],
  create: (options, context) => new SqliteConnector(options, context),
};
