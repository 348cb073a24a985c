/** What PostgreSQL and the network report, as errors that say what to do. */

import type { ErrorCode } from '../../../lib/contract/errors.ts';
import { Cancelled, type ErrorDetails, JoineryError, positionAt } from '../../errors.ts';
import { networkCause } from '../network-errors.ts';

interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** 1-based, in characters. */
  readonly position?: string | undefined;
}

export interface ErrorPlace {
  readonly connection: string;
  /** `statement`: the user's own text, so that mistakes in it are the user's; `table`: SQL made from the catalog. */
  readonly during: 'connect' | 'table' | 'statement' | 'catalog';
  /** The user's text, which positions refer to. */
  readonly text?: string | undefined;
}

export function sourceError(thrown: unknown, place: ErrorPlace): Error {
  if (thrown instanceof JoineryError || thrown instanceof Cancelled) return thrown;
  const { connection } = place;
  const make = (code: ErrorCode, message: string, details: ErrorDetails = {}) =>
    new JoineryError(code, message, { connection, cause: thrown, ...details });
  if (isServerError(thrown)) return fromServer(thrown, place, make);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (place.during !== 'connect') {
    return make('source_failed', 'The connection to the source broke off in the middle.', {
      hint: 'The server may have been restarted, or the network failed. Run it again.',
    });
  }
  return unreachable(codeOf(thrown), message, make);
}

type Make = (code: ErrorCode, message: string, details?: ErrorDetails) => JoineryError;

function unreachable(code: string, message: string, make: Make): JoineryError {
  const cause = networkCause(code, message);
  if (cause !== undefined) return make('source_unreachable', cause.message, { hint: cause.hint });
  if (code === 'ECONNRESET' || /Connection terminated unexpectedly|unexpected (?:message|commandTag)/i.test(message)) {
    return make('source_unreachable', 'The server closed the connection at once.', {
      hint: 'Does something other than PostgreSQL listen at that port?',
    });
  }
  if (code === 'ENOENT') {
    return make('source_unreachable', 'The folder or the CA file does not exist.', {
      hint: 'Check `host` (a socket folder) and `ca`.',
    });
  }
  if (/password must be a (?:non-empty )?string/i.test(message)) {
    return make('source_auth_failed', 'The server asks for a password and none is given.', { hint: 'Set `password`.' });
  }
  return make('source_unreachable', 'The connection to the server could not be made.', {
    hint: 'Check `host`, `port` and `ssl`.',
  });
}

function fromServer(error: ServerError, place: ErrorPlace, make: Make): JoineryError {
  const state = error.code;
  const said = `PostgreSQL: ${error.message}`;
  const position = place.during === 'statement' ? textPosition(error, place.text) : undefined;
  const details = { position, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  if (place.during === 'connect' && /^no pg_hba\.conf entry/i.test(error.message)) {
    const isPlain = /no encryption|SSL off/i.test(error.message);
    return make('source_auth_failed', 'The server does not let this user into this database from this machine.', {
      hint: isPlain
        ? 'The server may ask for encryption: set `ssl: true` (and `ca`). Else a line for user, database and address is missing in pg_hba.conf.'
        : 'A line for user, database and address is missing in pg_hba.conf of the server.',
    });
  }
  if (/^28/.test(state)) {
    return make('source_auth_failed', 'The server refused the user or the password.', {
      hint: 'Check `user` and `password`, and that pg_hba.conf of the server lets this machine in.',
    });
  }
  if (state === '3D000')
    return make('source_auth_failed', 'The database does not exist.', { hint: 'Check `database`.' });
  if (state === '53300') {
    return make('source_unreachable', 'The server has no free connection.', {
      hint: 'Lower `maxConnections`, or raise max_connections of the server.',
    });
  }
  if (state === '57P03')
    return make('source_unreachable', 'The server is starting or stopping.', { hint: 'Try again shortly.' });
  if (state === '57014') {
    return make('source_timeout', 'The server stopped the query at its time limit.', {
      hint: 'Narrow the statement, or raise `statementTimeoutMs` (or the limit set at the server).',
    });
  }
  if (state === '42501' && place.during === 'connect') {
    return make('source_privilege', 'The account may not connect to this database.', {
      hint: 'Ask for GRANT CONNECT ON DATABASE ... TO this account.',
    });
  }
  if (state === '42501') {
    return make('source_privilege', said, {
      ...details,
      hint: 'Ask for SELECT (and USAGE on the schema) for this account.',
    });
  }
  if (/^(?:57P|08)/.test(state))
    return make('source_failed', 'The server ended the connection in the middle.', { hint: 'Run it again.' });
  if (place.during === 'table' && /^(?:42P01|42703|42704|3F000|42883|42804)$/.test(state)) {
    return make('source_changed', 'The table no longer has the columns or types that the catalog knew.', {
      hint: 'Refresh the catalog of this connection and run it again.',
    });
  }
  if (place.during === 'statement') return make(statementCode(state), error.message, details);
  return make('source_failed', said, details);
}

function statementCode(state: string): ErrorCode {
  if (state === '42601') return 'syntax_error';
  if (state === '42P01' || state === '3F000') return 'unknown_table';
  if (state === '42703') return 'unknown_column';
  if (state === '25006') return 'not_a_select';
  if (/^22/.test(state)) return 'conversion_failed';
  if (/^(?:42|0A|21)/.test(state)) return 'invalid_statement';
  return 'source_failed';
}

function textPosition(error: ServerError, text: string | undefined) {
  if (text === undefined || error.position === undefined) return undefined;
  const word = /at or near "(.*)"$/s.exec(error.message)?.[1] ?? '';
  return positionAt(text, characterOffset(text, Number(error.position) - 1), word.length);
}

/** Offset in UTF-16 units of a place that PostgreSQL counts in characters. */
export function characterOffset(text: string, characters: number): number {
  let offset = 0;
  for (const character of text) {
    if (characters-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

const codeOf = (thrown: unknown) => {
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0]);
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

function isServerError(thrown: unknown): thrown is ServerError {
  return thrown instanceof Error && /^[0-9A-Z]{5}$/.test(codeOf(thrown)) && 'severity' in thrown;
}
