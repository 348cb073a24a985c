/** DuckDB's errors in the words of Joinery. Connections run with `errors_as_json`, which gives kind and position apart. Pure. */
import type { ErrorCode } from '../../../lib/contract/errors.ts';
import { inPlainWords } from '../../../lib/sql/duckdb-sentences.ts';
import { JoineryError, positionAt } from '../../errors.ts';

interface DuckdbFault {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly error_subtype?: string;
  readonly position?: string;
  readonly name?: string;
}

function faultOf(thrown: unknown): DuckdbFault {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const start = text.indexOf('{');
  if (start >= 0) {
    try {
      return JSON.parse(text.slice(start)) as DuckdbFault;
    } catch {
      // Not JSON after all: the plain form below.
    }
  }
  const plain = /^(\w[\w ]*?) Error: ([\s\S]*)$/.exec(text);
  return { exception_type: plain?.[1] ?? '', exception_message: plain?.[2] ?? text };
}

const firstLine = (text: string): string =>
  text
    .replace(/\n\nLINE \d+:[\s\S]*$/, '')
    .split('\n')[0]
    ?.trim() ?? '';

/** A failure while the file is opened or read. */
export function readError(thrown: unknown, connection: string): JoineryError {
  if (thrown instanceof JoineryError) return thrown;
  const { exception_message: message = '' } = faultOf(thrown);
  const error = (code: ErrorCode, text: string, hint: string) =>
    new JoineryError(code, text, { connection, hint, cause: thrown });
  const holder = /Conflicting lock is held(?: in (.+?))?(?: \(PID (\d+)\))/.exec(message);
  if (/Could not set lock on file/.test(message)) {
    const who =
      holder === null ? 'Another program' : `${holder[1]?.split('/').at(-1) ?? 'A program'} (process ${holder[2]})`;
    return error(
      'source_unreachable',
      `${who} has the database file open for writing.`,
      'Close it there, or let it open the file read-only; DuckDB lets a file be read by many or written by one.',
    );
  }
  const version = /version number (\d+), but we can only read (versions? [^.\n]*)/.exec(message);
  if (version !== null)
    return error(
      'source_failed',
      `The file has storage version ${version[1]}; the DuckDB of this Joinery can only read ${version[2]?.trim()}.`,
      'EXPORT DATABASE in the DuckDB that wrote it and IMPORT DATABASE in version 1.0 to 1.5 carry the data over.',
    );
  if (/encrypt/i.test(message))
    return error('source_failed', 'The database file is encrypted.', 'Encrypted files are not supported.');
  if (/not a valid DuckDB database file/.test(message))
    return error('source_failed', 'The file is not a DuckDB database.', 'Check `path` of the connection.');
  if (/Out of Memory/i.test(message) || faultOf(thrown).exception_type === 'Out of Memory')
    return error(
      'out_of_memory',
      'DuckDB reached its memory limit while it read the file.',
      'Ask for fewer rows or columns.',
    );
  return error(
    'source_failed',
    `DuckDB reports: ${firstLine(message)}`,
    'The file may be damaged, or was changed while it was read.',
  );
}

const userKinds: Readonly<Record<string, ErrorCode>> = {
  parser: 'syntax_error',
  syntax: 'syntax_error',
  binder: 'invalid_statement',
  'not implemented': 'invalid_statement',
  'expression depth': 'invalid_statement',
  'parameter not resolved': 'invalid_statement',
  sequence: 'not_allowed',
  permission: 'not_allowed',
  conversion: 'conversion_failed',
  'out of range': 'conversion_failed',
  'mismatch type': 'conversion_failed',
  decimal: 'conversion_failed',
  'divide by zero': 'conversion_failed',
  'invalid input': 'conversion_failed',
  'invalid type': 'conversion_failed',
};

/** A failure of the user's own statement, which DuckDB was given as `sql` alone. */
export function statementError(thrown: unknown, sql: string, connection: string): JoineryError {
  if (thrown instanceof JoineryError) return thrown;
  const fault = faultOf(thrown);
  const kind = (fault.exception_type ?? '').toLowerCase();
  const message = fault.exception_message ?? '';
  const code =
    fault.error_subtype === 'COLUMN_NOT_FOUND'
      ? 'unknown_column'
      : kind === 'catalog'
        ? /^Table with name/.test(message)
          ? 'unknown_table'
          : 'invalid_statement'
        : userKinds[kind];
  if (code === undefined) return readError(thrown, connection);
  const rest = message.replace(/\n\nLINE \d+:[\s\S]*$/, '').split('\n');
  return new JoineryError(code, inPlainWords(rest[0] ?? message), {
    hint: inPlainWords(rest.slice(1).join(' ').trim()) || undefined,
    connection,
    position:
      fault.position === undefined ? undefined : placeAtByte(sql, Number(fault.position), fault.name?.length ?? 0),
    cause: thrown,
  });
}

/** DuckDB counts bytes of the UTF-8 text; editors count UTF-16 units. */
export function placeAtByte(sql: string, byteOffset: number, length = 0) {
  return positionAt(sql, Buffer.from(sql, 'utf8').subarray(0, byteOffset).toString('utf8').length, length);
}
