import type { DatabaseConfig } from '../config/config.ts';

/** Where a history is kept: in PostgreSQL if a database is named, else in `<dataDir>/joinery.sqlite`. */
export interface Place {
  readonly dataDir: string;
  readonly database?: DatabaseConfig | undefined;
}
