/** Comments of tables and columns from `_metadata.yaml` beside the files: `tables: { name: { description, columns: { name: text } } }`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const metadataSchema = z.object({
  tables: z
    .record(
      z.string(),
      z.object({ description: z.string().optional(), columns: z.record(z.string(), z.string()).default({}) }),
    )
    .default({}),
});

export type FileMetadata = z.infer<typeof metadataSchema>['tables'];

export const METADATA_FILE = '_metadata.yaml';

/** A missing file is no metadata; a broken one is told through `warn` and leaves the tables without comments. */
export async function readMetadata(folder: string, warn: (message: string) => void): Promise<FileMetadata> {
  let text: string;
  try {
    text = await readFile(join(folder, METADATA_FILE), 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      warn(`${METADATA_FILE} cannot be read`);
    return {};
  }
  try {
    return metadataSchema.parse(parse(text) ?? {}).tables;
  } catch (error) {
    warn(`${METADATA_FILE} is not understood: ${error instanceof Error ? error.message.split('\n')[0] : ''}`);
    return {};
  }
}
