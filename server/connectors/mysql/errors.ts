/** What mysql2 and the server say, as Joinery's errors. Messages of the server may hold cell values only where they name the statement. */

import type { Position } from '../../../lib/contract/errors.ts';
import { JoineryError, positionAt } from '../../errors.ts';
import { networkCause } from '../network-errors.ts';

/** Code of an answer that cannot have left the server so. */
export const DAMAGED = 'JOINERY_DAMAGED';

interface ServerError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  readonly message: string;
}

/** What was going on: decides whether a missing column is the user's or the catalog's. */
export interface ErrorScene {
  readonly connection: string;
  /** The user's own statement, if it was one. */
  readonly sql?: string | undefined;
  /** The connection was being made. */
  readonly isConnecting?: boolean | undefined;
  /** The statement was made by Joinery from the catalog. */
  readonly isTableFetch?: boolean | undefined;
}

const unreachable = new Set(['ENOENT', 'EACCES', 'ER_HOST_IS_BLOCKED', 'ER_HOST_NOT_PRIVILEGED']);
const authFailed = new Set([1044, 1049, 1251, 1820, 1862, 3118, 4151]);
const privileges = new Set([1142, 1143, 1227, 1356, 1370, 1141]);
const shapes = new Set([1054, 1146, 1051, 1049, 1412]);
const timeouts = new Set([1969, 3024, 1205]);
const refusedWrites = new Set([1792, 1290]);

export function sourceError(thrown: unknown, scene: ErrorScene): Error {
  if (!(thrown instanceof Error) || thrown instanceof JoineryError || thrown.name === 'Cancelled')
    return thrown as Error;
  const error = thrown as ServerError & Error;
  const errno = error.errno ?? 0;
  const said = oneLine(error.sqlMessage ?? error.message);
  const base = { connection: scene.connection, cause: thrown };
  const cause = scene.isConnecting === true ? networkCause(error.code ?? '', error.message) : undefined;
  if (cause !== undefined) return new JoineryError('source_unreachable', cause.message, { ...base, hint: cause.hint });
  if (scene.isConnecting === true && /^(?:PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE)$/.test(error.code ?? '')) {
    return new JoineryError('source_unreachable', 'The server closed the connection at once.', {
      ...base,
      hint: 'Does something other than MySQL or MariaDB listen at that port, or does the server refuse this machine?',
    });
  }
  if (errno === 1040 || errno === 1203 || errno === 1226) {
    return new JoineryError('source_unreachable', 'The server has no free connection.', {
      ...base,
      hint: 'Lower `maxConnections`, or raise max_connections of the server or of the account.',
    });
  }
  if (error.code !== undefined && unreachable.has(error.code)) {
    return new JoineryError('source_unreachable', `The server of "${scene.connection}" cannot be reached: ${said}`, {
      ...base,
      hint: 'Check host and port, and that the server is running and lets this machine in.',
    });
  }
  if (scene.isTableFetch === true && shapes.has(errno)) {
    return new JoineryError('source_changed', `A table of "${scene.connection}" has changed: ${said}`, {
      ...base,
      hint: 'Refresh the catalog of this connection and run again.',
    });
  }
  if (errno === 1049 && scene.isConnecting === true) {
    return new JoineryError('source_auth_failed', 'The database does not exist.', {
      ...base,
      hint: 'Check `database`.',
    });
  }
  if (errno === 1044 && scene.isConnecting === true) {
    return new JoineryError(
      'source_privilege',
      'The account may not use this database, or there is none of that name.',
      {
        ...base,
        hint: 'Check `database`, or ask for SELECT on it for this account.',
      },
    );
  }
  if (errno === 1045 || errno === 1698) {
    return new JoineryError('source_auth_failed', 'The server refused the user or the password.', {
      ...base,
      hint: 'Check `user` and `password`, that the account may come from this machine, and whether it must use encryption (`ssl: true`).',
    });
  }
  if (authFailed.has(errno)) {
    return new JoineryError('source_auth_failed', `The server of "${scene.connection}" did not let us in: ${said}`, {
      ...base,
      hint: 'Check user, password and database of the connection.',
    });
  }
  if (privileges.has(errno)) {
    return new JoineryError('source_privilege', `The account of "${scene.connection}" may not read this: ${said}`, {
      ...base,
      hint: 'Ask for SELECT on the tables named.',
    });
  }
  if (timeouts.has(errno)) {
    return new JoineryError('source_timeout', `"${scene.connection}" stopped the query at its time limit.`, {
      ...base,
      hint: 'Raise `statementTimeoutMs` of the connection, or ask for less.',
    });
  }
  if (refusedWrites.has(errno)) {
    return new JoineryError('not_a_select', 'The statement would write; sessions are read-only.', base);
  }
  if (scene.sql !== undefined) {
    const user = userError(errno, said, scene.sql, base);
    if (user !== undefined) return user;
  }
  if (error.code === 'PROTOCOL_CONNECTION_LOST' || error.code === 'ECONNRESET' || error.code === 'EPIPE') {
    return new JoineryError('source_failed', `The server of "${scene.connection}" closed the connection.`, {
      ...base,
      hint: 'It may have been restarted, or may have ended the connection. Run again.',
    });
  }
  if (error.code === DAMAGED || error.code?.startsWith('PROTOCOL_PACKETS_OUT_OF_ORDER') === true) {
    return new JoineryError('source_failed', `What the server of "${scene.connection}" sent arrived damaged.`, {
      ...base,
      hint: 'Run again. If it stays, look at what lies between; with `ssl` nothing that was changed on its way is taken.',
    });
  }
  return new JoineryError('source_failed', `"${scene.connection}" reported an error: ${said}`, base);
}

/** Mistakes in the user's own statement, with their place. */
function userError(
  errno: number,
  said: string,
  sql: string,
  base: { connection: string; cause: unknown },
): JoineryError | undefined {
  switch (errno) {
    case 1064:
    case 1149:
      return new JoineryError('syntax_error', said, { ...base, position: syntaxPosition(said, sql) });
    case 1146:
    case 1109:
    case 1049:
      return new JoineryError('unknown_table', said, { ...base, position: wordPosition(said, sql) });
    case 1054:
      return new JoineryError('unknown_column', said, { ...base, position: wordPosition(said, sql) });
    case 1292:
    case 1690:
    case 1365:
      return new JoineryError('conversion_failed', said, base);
    default:
      // 10xx-13xx with SQLSTATE 42000 and friends: the statement cannot be bound.
      return (errno >= 1050 && errno < 1320) || errno === 1582 || errno === 4078
        ? new JoineryError('invalid_statement', said, { ...base, position: wordPosition(said, sql) })
        : undefined;
  }
}

/** `... near 'REST OF THE STATEMENT' at line 2`: the rest begins where the mistake is. */
export function syntaxPosition(said: string, sql: string): Position {
  const match = /near '([\s\S]*)' at line (\d+)$/.exec(said);
  const line = Number(match?.[2] ?? 1);
  const rest = match?.[1] ?? '';
  if (rest === '') return positionAt(sql, sql.trimEnd().length);
  const flat = oneLine(sql);
  const at = flat.lastIndexOf(oneLine(rest));
  const lineStart = offsetOfLine(sql, line);
  const offset = at >= 0 && flat.length === sql.length ? at : lineStart;
  return positionAt(sql, offset, /^[\w$]+/.exec(rest)?.[0].length ?? 1);
}

function offsetOfLine(sql: string, line: number): number {
  let offset = 0;
  for (let current = 1; current < line; current += 1) {
    const next = sql.indexOf('\n', offset);
    if (next < 0) return offset;
    offset = next + 1;
  }
  return offset;
}

/** Place of the last part of the name in the message. */
function wordPosition(said: string, sql: string): Position | undefined {
  const quoted = /^(?:FUNCTION|PROCEDURE) (\S+)|'([^']+)'/.exec(said);
  const name = (quoted?.[1] ?? quoted?.[2])?.split('.').at(-1);
  if (name === undefined) return undefined;
  const offset = sql.toLowerCase().indexOf(name.toLowerCase());
  return offset < 0 ? undefined : positionAt(sql, offset, name.length);
}

/** Same length as `text`, so that offsets stay. */
const oneLine = (text: string): string => text.replace(/[\r\n\t]/g, ' ');
