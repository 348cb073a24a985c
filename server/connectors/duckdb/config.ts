import { z } from 'zod';

export const duckdbOptionsSchema = z.strictObject({
  path: z.string().min(1).describe('The database file, relative to the folder of config.yaml.'),
});

export type DuckdbOptions = z.infer<typeof duckdbOptionsSchema>;
