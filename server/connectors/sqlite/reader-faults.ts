/** Errors of SQLite in the words of Joinery. Runs in the reader process. */
import type { ErrorCode } from '../../../lib/contract/errors.ts';
import type { ReaderFault } from './reader-protocol.ts';
import { findName, findSyntaxError } from './statement.ts';

/** Thrown in the reader; crosses to the connector, which adds its id and the position. */
export class Fault extends Error {
  readonly fault: ReaderFault;

  constructor(fault: ReaderFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** SQLite's primary result code, if `thrown` came from SQLite. */
export function resultCodeOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return undefined;
  return thrown.errcode & 0xff;
}

const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const CANNOT_OPEN = 14;
const TOO_BIG = 18;
const AUTH = 23;
const NOT_A_DATABASE = 26;

export const isTooBig = (thrown: unknown): boolean => resultCodeOf(thrown) === TOO_BIG;

/** Any failure while the file is opened or read. */
export function readFault(thrown: unknown): ReaderFault {
  if (thrown instanceof Fault) return thrown.fault;
  const message = thrown instanceof Error ? thrown.message : 'unknown failure';
  switch (resultCodeOf(thrown)) {
    case BUSY:
    case LOCKED:
      return {
        code: 'source_timeout',
        message: 'Another program holds the database file for writing.',
        hint: 'Try again when it has finished, or raise busyTimeoutMs.',
      };
    case NOT_A_DATABASE:
      return {
        code: 'source_failed',
        message: 'The file is not a SQLite database (or it is encrypted).',
        hint: 'Check `path` of the connection.',
      };
    case CORRUPT:
      return {
        code: 'source_failed',
        message: `The database file is damaged: ${message}.`,
        hint: 'Run "PRAGMA integrity_check" on a copy of it.',
      };
    case AUTH:
      return { code: 'not_allowed', message: 'The statement uses a function or table that is closed to user SQL.' };
    case CANNOT_OPEN:
      return {
        code: 'source_unreachable',
        message: 'The database file cannot be opened.',
        hint: 'Check that the account that runs Joinery may read the file, and its folder if the database is in WAL mode.',
      };
    default:
      return { code: 'source_failed', message: `SQLite reports: ${message}.` };
  }
}

/** A failure while a statement of ours over a known table is prepared: the table is no longer what the catalog knew. */
export function changedFault(thrown: unknown): ReaderFault {
  const message = thrown instanceof Error ? thrown.message : '';
  if (!/^no such (table|column)/.test(message)) return readFault(thrown);
  return {
    code: 'source_changed',
    message: `The table has changed since the catalog was read: ${message}.`,
    hint: 'Refresh the connection and run again.',
  };
}

const userErrors: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^no such table: (.+)$/, 'unknown_table'],
  [/^no such column: (.+?)(?: - should this be a string literal in single-quotes\?)?$/, 'unknown_column'],
  [/^no such function: (.+)$/, 'invalid_statement'],
  [/^ambiguous column name: (.+)$/, 'invalid_statement'],
  [/^wrong number of arguments to function (.+)\(\)$/, 'invalid_statement'],
  [/^misuse of (?:aggregate|window function)(?: function)?:? ?(.+?)\(\)$/, 'invalid_statement'],
];

/** A failure while the user's own statement is prepared. */
export function statementFault(
  thrown: unknown,
  sql: string,
  errorOf: (prefix: string) => string | undefined,
): ReaderFault {
  if (thrown instanceof Fault) return thrown.fault;
  const message = thrown instanceof Error ? thrown.message : '';
  const code = resultCodeOf(thrown);
  const closed = /^not authorized to use function: (.+)$/.exec(message)?.[1];
  if (closed !== undefined)
    return { code: 'not_allowed', message: `The function ${closed} is closed to user SQL.`, ...findName(sql, closed) };
  if (code === AUTH || /^not authorized/.test(message) || /prohibited/.test(message))
    return { code: 'not_a_select', message: `SQLite refused the statement, which must only read: ${message}.` };
  const near = /^near "(.*)": syntax error$/s.exec(message);
  if (near !== null)
    return {
      code: 'syntax_error',
      message: `Syntax error near "${near[1]}".`,
      ...findSyntaxError(sql, near[1] ?? '', errorOf),
    };
  if (message === 'incomplete input')
    return { code: 'syntax_error', message: 'The statement ends too early.', offset: sql.length, length: 0 };
  const unrecognized = /^unrecognized token: "(.*)"?$/s.exec(message);
  if (unrecognized !== null) {
    const offset = sql.indexOf((unrecognized[1] ?? '').replace(/"$/, ''));
    return {
      code: 'syntax_error',
      message: `SQLite does not know the token at this place.`,
      offset: Math.max(0, offset),
      length: 1,
    };
  }
  for (const [pattern, kind] of userErrors) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return { code: kind, message: `SQLite: ${message}.`, ...findName(sql, name) };
  }
  if (code === 1) return { code: 'invalid_statement', message: `SQLite: ${message}.` };
  return readFault(thrown);
}
