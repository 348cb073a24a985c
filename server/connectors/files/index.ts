import type { Driver } from '../connector.ts';
import { type FilesOptions, filesOptionsSchema } from './config.ts';
import { FilesConnector } from './driver.ts';

export const filesDriver: Driver<FilesOptions> = {
  name: 'files',
  displayName: 'Files (CSV, Parquet, JSON, XLSX)',
  optionsSchema: filesOptionsSchema,
  secretOptions: [],
  create: (options, context) => new FilesConnector(options, context),
};
