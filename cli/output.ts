import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { exportFormats } from '../lib/contract/result.ts';
import type { ResultColumn } from '../lib/contract/run.ts';
import { JoineryError } from '../server/errors.ts';
import { openResultFile } from '../server/results/index.ts';
import { writeTable } from './table.ts';

export const outputFormats = ['table', ...exportFormats] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface Output {
  readonly path: string;
  readonly columns: readonly ResultColumn[];
  readonly format: OutputFormat;
  /** File; undefined = standard output. */
  readonly out: string | undefined;
  readonly signal: AbortSignal;
}

/** Writes a stored result, at the pace of its reader. A reader that goes away (`| head`) is no error. */
export async function writeOutput({ path, columns, format, out, signal }: Output): Promise<void> {
  if ((format === 'parquet' || format === 'xlsx') && out === undefined && process.stdout.isTTY) {
    throw new JoineryError('bad_request', 'A file of this format is not for a screen.', {
      hint: 'Name a file with --out.',
    });
  }
  const file = await openResultFile(path, columns);
  const sink: Writable = out === undefined ? process.stdout : createWriteStream(out);
  try {
    if (format === 'table') await writeTable(file, sink, signal);
    else await file.export(format, sink, {}, signal);
    if (out !== undefined) {
      sink.end();
      await finished(sink);
    }
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    if (code === 'ENOSPC')
      throw new JoineryError('disk_full', 'The disk is full; the output file is not whole.', { cause: thrown });
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new JoineryError('bad_request', `The file ${out ?? ''} cannot be written.`, { cause: thrown });
    throw thrown;
  } finally {
    await file.close();
  }
}
