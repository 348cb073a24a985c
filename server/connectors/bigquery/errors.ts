/** What the API says, as Joinery's errors. Its messages name tables, fields and places in the statement; values stand in them only where the statement fails on one. */
import type { Position } from '../../../lib/contract/errors.ts';
import { Cancelled, JoineryError, positionAt } from '../../errors.ts';
import { isUnreachableCode, whyUnreachable } from '../network-errors.ts';

interface ErrorBody {
  readonly error?: {
    readonly message?: string;
    readonly errors?: readonly { readonly reason?: string; readonly message?: string; readonly location?: string }[];
  };
}

/** An answer of the API other than 2xx, or the `errorResult` of a job (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static of(status: number, body: string): ApiError {
    try {
      const { error } = JSON.parse(body) as ErrorBody;
      const first = error?.errors?.[0];
      return new ApiError(status, first?.reason ?? '', first?.message ?? error?.message ?? `HTTP ${status}`);
    } catch {
      return new ApiError(status, '', `HTTP ${status}`);
    }
  }
}

/** No token could be had. `option`: what of config.yaml is to blame. */
export class CredentialsError extends Error {
  readonly option: string | undefined;

  constructor(cause: unknown, option?: string) {
    super('no token', { cause });
    this.option = option;
  }
}

/** What was going on: decides whose mistake a missing table is. */
export interface ErrorScene {
  readonly connection: string;
  readonly during: 'catalog' | 'table' | 'statement';
  /** The user's own statement as it was written. */
  readonly sql?: string | undefined;
}

const privilegeReasons = new Set(['accessDenied', 'billingNotEnabled']);
const limitReasons = new Set(['quotaExceeded', 'rateLimitExceeded', 'jobRateLimitExceeded']);

export function sourceError(thrown: unknown, scene: ErrorScene): Error {
  if (thrown instanceof JoineryError || thrown instanceof Cancelled) return thrown;
  if (thrown instanceof CredentialsError) return credentialsError(thrown, scene.connection);
  if (thrown instanceof ApiError) return apiError(thrown, scene);
  return networkError(thrown, scene.connection);
}

function apiError(error: ApiError, scene: ErrorScene): JoineryError {
  const { connection } = scene;
  const { reason, status } = error;
  const said = error.message;
  const base = { connection, cause: error };
  if (status === 401 || reason === 'authError') {
    return new JoineryError('source_auth_failed', `BigQuery does not accept the credentials of "${connection}".`, {
      ...base,
      hint: 'The token has expired or was withdrawn, or the key was deleted. Check `keyFile`, `credentials` or `accessToken`, or run `gcloud auth application-default login`.',
    });
  }
  if (reason === 'bytesBilledLimitExceeded') {
    return new JoineryError(
      'not_allowed',
      `The query would be charged for more than maximumBytesBilled of "${connection}" allows: ${said}`,
      {
        ...base,
        hint: 'Read fewer columns or partitions, or raise `maximumBytesBilled`.',
      },
    );
  }
  if (limitReasons.has(reason) || status === 429) {
    return new JoineryError('source_failed', `A quota of the project of "${connection}" is used up: ${said}`, {
      ...base,
      hint: 'Wait for the quota to be filled again, or ask the keeper of the project to raise it.',
    });
  }
  if (privilegeReasons.has(reason) || status === 403) {
    return new JoineryError('source_privilege', `The account of "${connection}" may not do this: ${said}`, {
      ...base,
      hint: 'It needs the roles BigQuery Job User on the project that pays and BigQuery Data Viewer on the datasets read.',
    });
  }
  if (reason === 'timeout' || /\btimed? ?out\b|exceeded.*timeout/i.test(said)) {
    return new JoineryError('source_timeout', `BigQuery stopped the query of "${connection}" at its time limit.`, {
      ...base,
      hint: 'Raise `statementTimeoutMs` of the connection, or ask for less.',
    });
  }
  if (scene.during === 'catalog') return catalogError(error, scene);
  const isMissing = reason === 'notFound' || status === 404 || /^Not found: (?:Table|Dataset|View)/i.test(said);
  const isShape =
    /Unrecognized name|Name .+ not found inside|not found in (?:table|schema)|No matching signature/i.test(said);
  if (scene.during === 'table' && (isMissing || isShape)) {
    return new JoineryError('source_changed', `A table of "${connection}" has changed: ${said}`, {
      ...base,
      hint: 'Refresh the catalog of this connection and run again.',
    });
  }
  if (scene.during === 'statement') {
    const place = { ...base, position: positionIn(said, scene.sql) };
    // Its place counts from the beginning of the statement; `position` has the one in the tab.
    const plain = said.replace(/ at \[\d+:\d+\]$/, '');
    if (/^Syntax error/i.test(said)) return new JoineryError('syntax_error', plain, place);
    if (isMissing) return new JoineryError('unknown_table', plain, place);
    if (/Unrecognized name|Name .+ not found inside/i.test(said))
      return new JoineryError('unknown_column', plain, place);
    if (/^(?:Bad |Could not cast|Invalid (?:date|time)|.*(?:overflow|division by zero|out of range))/i.test(said)) {
      return new JoineryError('conversion_failed', plain, place);
    }
    if (reason === 'invalidQuery' || reason === 'invalid') return new JoineryError('invalid_statement', plain, place);
  }
  return new JoineryError('source_failed', `BigQuery reported an error for "${connection}": ${said}`, {
    ...base,
    hint: 'Run again, or ask for less. The job is kept under its id in the project that pays.',
  });
}

/** Project, dataset or place that is not there. */
function catalogError(error: ApiError, { connection }: ErrorScene): JoineryError {
  const base = { connection, cause: error };
  if (error.status === 404 || error.reason === 'notFound') {
    return new JoineryError(
      'source_auth_failed',
      `BigQuery does not know what "${connection}" names: ${error.message}`,
      {
        ...base,
        hint: 'Check `projectId`, `dataProject`, `dataset` and `location` of the connection.',
      },
    );
  }
  return new JoineryError('source_failed', `BigQuery reported an error for "${connection}": ${error.message}`, base);
}

/** `... at [2:6]`: line and column of the statement, from 1. */
function positionIn(said: string, sql: string | undefined): Position | undefined {
  const [, line, column] = /\[(\d+):(\d+)\](?!.*\[\d+:\d+\])/s.exec(said) ?? [];
  if (sql === undefined || line === undefined || column === undefined) return undefined;
  let offset = 0;
  for (let current = 1; current < Number(line); current += 1) {
    const next = sql.indexOf('\n', offset);
    if (next < 0) return undefined;
    offset = next + 1;
  }
  offset += Number(column) - 1;
  return positionAt(sql, offset, /^[\w$]+/.exec(sql.slice(offset))?.[0].length ?? 1);
}

function credentialsError(error: CredentialsError, connection: string): JoineryError {
  const { option } = error;
  const cause = error.cause instanceof Error ? error.cause : undefined;
  if (option === undefined && isNetwork(cause)) return networkError(cause, connection);
  const isExpired = /invalid_grant|invalid_rapt|unauthorized_client|invalid_client|account not found/i.test(
    cause?.message ?? '',
  );
  const message =
    option === 'apiEndpoint'
      ? `Credentials of this machine are not sent to the apiEndpoint of "${connection}": it is outside of googleapis.com.`
      : option !== undefined
        ? `${option} of "${connection}" cannot be read as the JSON of credentials.`
        : isExpired
          ? `Google gives no token for the credentials of "${connection}": they were withdrawn, or have expired.`
          : `There are no usable credentials for "${connection}" on this machine.`;
  return new JoineryError('source_auth_failed', message, {
    connection,
    cause: error,
    hint: 'Set `keyFile`, `credentials` or `accessToken`, or run `gcloud auth application-default login`.',
  });
}

interface NetworkError {
  readonly code?: string;
  readonly name?: string;
  readonly cause?: { readonly code?: string; readonly message?: string };
}

/** Ports of other protocols are closed to HTTP here: `fetch` says it without a code. */
const codeOf = (error: NetworkError | undefined): string =>
  error?.cause?.message === 'bad port' ? 'ECONNREFUSED' : (error?.cause?.code ?? error?.code ?? '');
const isNetwork = (error: unknown): boolean => isUnreachableCode(codeOf(error as NetworkError | undefined));

function networkError(thrown: unknown, connection: string): JoineryError {
  const error = thrown as NetworkError | undefined;
  const code = codeOf(error);
  const base = { connection, cause: thrown };
  if (error?.name === 'TimeoutError') {
    return new JoineryError('source_timeout', `BigQuery did not answer a request of "${connection}" in time.`, {
      ...base,
      hint: 'Raise `requestTimeoutMs` of the connection, or look at the network.',
    });
  }
  if (!isUnreachableCode(code)) {
    return new JoineryError('source_failed', `The answer of BigQuery to "${connection}" broke off.`, {
      ...base,
      hint: 'The network or the service failed in the middle. Run again.',
    });
  }
  return new JoineryError(
    'source_unreachable',
    `The API of BigQuery cannot be reached for "${connection}": ${whyUnreachable(code)}.`,
    {
      ...base,
      hint: 'Check `apiEndpoint`, and that this machine may reach it.',
    },
  );
}
