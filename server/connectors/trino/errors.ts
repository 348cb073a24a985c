/** Failures of Trino and of the way to it, in the words of Joinery. */
import type { ErrorCode, Position } from '../../../lib/contract/errors.ts';
import { Cancelled, JoineryError, positionAt } from '../../errors.ts';
import { isUnreachableCode, networkCause } from '../network-errors.ts';
import type { QueryFailure } from './page.ts';

/** An answer other than 200, or none at all. */
export class HttpFailure extends Error {
  readonly status: number | undefined;
  readonly body: string;

  constructor(status: number | undefined, body: string, cause?: unknown) {
    super(status === undefined ? 'no answer' : `HTTP ${status}`, { cause });
    this.status = status;
    this.body = body;
  }
}

/** An error that the coordinator reports of a query. */
export class TrinoFailure extends Error {
  readonly failure: QueryFailure;

  constructor(failure: QueryFailure) {
    super(failure.errorName);
    this.failure = failure;
  }
}

export interface ErrorScene {
  readonly connection: string;
  /** `statement`: the user's own SQL, whose mistakes are the user's. */
  readonly during: 'statement' | 'fetch' | 'catalog' | 'connect';
  /** Text in which `errorLocation` counts, and what stands before the user's part of it. */
  readonly sql?: string | undefined;
  readonly linesBefore?: number | undefined;
}

export function sourceError(thrown: unknown, scene: ErrorScene): Error {
  if (thrown instanceof Cancelled) return thrown;
  if (thrown instanceof JoineryError) {
    // What values are read by knows no connection.
    const { code, message, hint, position, cause } = thrown;
    return thrown.connection === undefined
      ? new JoineryError(code, message, { connection: scene.connection, hint, position, cause })
      : thrown;
  }
  if (thrown instanceof TrinoFailure) return queryError(thrown.failure, scene, thrown);
  if (thrown instanceof HttpFailure) return httpError(thrown, scene.connection);
  return new JoineryError('source_failed', 'Trino sent an answer that is not understood.', {
    connection: scene.connection,
    hint: 'Something between Joinery and the coordinator may have changed it.',
    cause: thrown,
  });
}

const userErrors: Readonly<Record<string, ErrorCode>> = {
  SYNTAX_ERROR: 'syntax_error',
  TABLE_NOT_FOUND: 'unknown_table',
  SCHEMA_NOT_FOUND: 'unknown_table',
  CATALOG_NOT_FOUND: 'unknown_table',
  COLUMN_NOT_FOUND: 'unknown_column',
  DIVISION_BY_ZERO: 'conversion_failed',
  INVALID_CAST_ARGUMENT: 'conversion_failed',
  INVALID_FUNCTION_ARGUMENT: 'conversion_failed',
  NUMERIC_VALUE_OUT_OF_RANGE: 'conversion_failed',
  SUBQUERY_MULTIPLE_ROWS: 'conversion_failed',
};

function queryError(failure: QueryFailure, scene: ErrorScene, cause: unknown): Error {
  const { connection, during } = scene;
  const { errorName, errorType } = failure;
  const message = failure.message.replace(/^line \d+:\d+: /, '');
  const error = (code: ErrorCode, text: string, hint?: string, position?: Position) =>
    new JoineryError(code, text, { connection, hint, position, cause });
  if (errorName === 'USER_CANCELED') return new Cancelled();
  if (errorName === 'PERMISSION_DENIED')
    return error(
      'source_privilege',
      `Trino refuses it to this account: ${message}`,
      'Ask for the right to read it, or use another account.',
    );
  if (errorName === 'READ_ONLY_VIOLATION')
    return error('not_a_select', 'Only a single SELECT may run; Trino calls this a change.');
  if (/^EXCEEDED_TIME_LIMIT|^ABANDONED/.test(errorName))
    return error(
      'source_timeout',
      `Trino ended the query: ${message}`,
      'Raise statementTimeoutMs, or the limit of the cluster.',
    );
  if (errorType === 'USER_ERROR' && during === 'statement')
    return error(userErrors[errorName] ?? 'invalid_statement', message, undefined, positionOf(failure, scene));
  if (/^(?:TABLE|COLUMN|SCHEMA)_NOT_FOUND$/.test(errorName) && during === 'fetch')
    return error(
      'source_changed',
      'A table of Trino has changed since the catalog was read.',
      'Refresh the connection and run again.',
    );
  if (errorName === 'CATALOG_NOT_FOUND')
    return error('source_unreachable', `Trino has no such catalog: ${message}`, 'Check `catalog` of the connection.');
  if (/^(?:QUERY_QUEUE_FULL|CLUSTER_OUT_OF_MEMORY|EXCEEDED_|NO_NODES_AVAILABLE)/.test(errorName))
    return error(
      'source_failed',
      `Trino has no room for the query: ${message}`,
      'Try again later, or ask for fewer rows.',
    );
  return error('source_failed', `Trino reports: ${message}`, `Its name for it is ${errorName}.`);
}

function positionOf({ errorLocation }: QueryFailure, { sql, linesBefore = 0 }: ErrorScene): Position | undefined {
  if (errorLocation === undefined || sql === undefined) return undefined;
  const line = errorLocation.lineNumber - linesBefore;
  const lines = sql.split('\n');
  // Behind the user's part: a statement that ends too early.
  if (line > lines.length) return positionAt(sql, sql.length);
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, text) => sum + text.length + 1, 0);
  return positionAt(
    sql,
    before + errorLocation.columnNumber - 1,
    /^\w+/.exec(sql.slice(before + errorLocation.columnNumber - 1))?.[0].length ?? 0,
  );
}

function httpError({ status, body, cause }: HttpFailure, connection: string): JoineryError {
  const error = (code: ErrorCode, text: string, hint: string) =>
    new JoineryError(code, text, { connection, hint, cause });
  if (status === 401)
    return error(
      'source_auth_failed',
      'Trino refused the user, password or token.',
      'Check `user`, `password` and `token` of the connection.',
    );
  if (status === 403)
    return error(
      'source_auth_failed',
      'Trino does not let this account in.',
      'Check `user` of the connection, and the rules of the cluster.',
    );
  if (status !== undefined)
    return error(
      'source_failed',
      `The coordinator answered with HTTP status ${status}.`,
      body.length > 0 && body.length < 300 && !body.includes('<')
        ? body.trim()
        : 'Check `host` and `port`: is it the coordinator itself?',
    );
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const text = cause instanceof Error ? cause.message : '';
  if (/EPROTO|SSL|wrong version/i.test(`${code} ${text}`))
    return error(
      'source_unreachable',
      'The coordinator does not speak TLS at this port.',
      'Set `ssl: false`, or the port of HTTPS.',
    );
  if (isUnreachableCode(code) || text === 'connect timeout') {
    const known = networkCause(code, text);
    if (known !== undefined) return error('source_unreachable', known.message, known.hint);
  }
  return error(
    'source_failed',
    'The connection to the coordinator broke off.',
    'Run again; if it happens again, look into the log of the coordinator.',
  );
}
