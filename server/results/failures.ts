import { Cancelled, JoineryError } from '../errors.ts';

const AGAIN = 'Run the statement again to have its rows.';

export const expired = (cause?: unknown): JoineryError =>
  new JoineryError('result_expired', 'The stored rows of this run are no longer there.', { hint: AGAIN, cause });

/** Whether DuckDB has given up the whole instance: nothing works on it any more. */
export const isFatal = (thrown: unknown): boolean =>
  thrown instanceof Error && /FATAL|database has been invalidated/i.test(thrown.message);

/** A failure of reading or exporting a stored result as a JoineryError; a wanted stop as `Cancelled`. */
export function resultError(thrown: unknown, signal?: AbortSignal): Error {
  if (thrown instanceof JoineryError || thrown instanceof Cancelled) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (signal?.aborted === true) return new Cancelled();
  if (/database does not exist|ENOENT|No such file/i.test(message)) return expired(thrown);
  if (/No space left|disk (is )?full|ENOSPC|could not write/i.test(message)) {
    return new JoineryError('disk_full', 'There is no room on the disk to prepare the export.', {
      hint: 'Free some room in the data folder, or export as CSV, which needs none.',
      cause: thrown,
    });
  }
  if (/Out of Memory/i.test(message)) {
    return new JoineryError('out_of_memory', 'The stored result needs more memory than the server may use for it.', {
      hint: 'Export fewer columns, or as CSV.',
      cause: thrown,
    });
  }
  if (
    /not a valid DuckDB|Could not read enough bytes|corrupt|checksum|serializ|FATAL|invalidated|Catalog Error/i.test(
      message,
    )
  ) {
    return new JoineryError('result_expired', 'The stored rows of this run cannot be read: the file is damaged.', {
      hint: AGAIN,
      cause: thrown,
    });
  }
  return new JoineryError('internal', 'The stored result could not be read.', { cause: thrown });
}
