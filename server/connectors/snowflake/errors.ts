/** What Snowflake and its client say, as Joinery's errors. */
import type { Position } from '../../../lib/contract/errors.ts';
import { Cancelled, JoineryError, positionAt } from '../../errors.ts';
import { isUnreachableCode, whyUnreachable } from '../network-errors.ts';

export interface ErrorScene {
  readonly connection: string;
  readonly during: 'catalog' | 'table' | 'statement';
  /** The user's own statement as it was written. */
  readonly sql?: string | undefined;
  /** Lines that stood before it in what was sent. */
  readonly linesBefore?: number | undefined;
}

interface ClientError extends Error {
  readonly code?: string | number;
  readonly sqlState?: string;
  readonly cause?: unknown;
}

const signInCodes = new Set([
  ...['390100', '390101', '390102', '390103', '390144', '390189', '390190', '390191', '390195', '390303', '390318'],
  ...['394300', '394301', '394302', '394303', '394304', '390422', '390432', '395001', '395090'],
]);
const unreachableCodes = new Set(['401001', '401002', '403006', '405501']);
const warehouseCodes = new Set(['000606', '606', '090073']);
const privilegeCodes = new Set(['003001', '3001', '390403']);
const missingCodes = new Set(['002003', '2003', '002043', '2043', '002140', '2140']);
const timeoutCodes = new Set(['000630', '630', '000631', '631']);

export function sourceError(thrown: unknown, scene: ErrorScene): Error {
  if (thrown instanceof JoineryError || thrown instanceof Cancelled) return thrown;
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as ClientError;
  const { connection } = scene;
  const code = String(error.code ?? '');
  const said = error.message.replace(/\s+$/, '');
  const base = { connection, cause: thrown };
  const below = lowestCode(error);
  if (isUnreachableCode(below) || unreachableCodes.has(code)) return unreachable(below, base);
  if (code === '390201' || /specified in the connect string does not exist/i.test(said)) {
    return new JoineryError('source_auth_failed', `Snowflake does not know what "${connection}" names: ${said}`, {
      ...base,
      hint: 'Check `database`, `schema`, `warehouse` and `role`, in the letters in which Snowflake stores them.',
    });
  }
  if (
    signInCodes.has(code) ||
    code.startsWith('3903') ||
    /^ERR_CONN_CONNECT|incorrect username or password|JWT token is invalid/i.test(said)
  ) {
    return new JoineryError('source_auth_failed', `Snowflake did not let "${connection}" in.`, {
      ...base,
      hint: 'Check `account`, `user`, `role`, and the password, key or token; a token or key may have expired.',
    });
  }
  if (warehouseCodes.has(code) || /No active warehouse/i.test(said)) {
    return new JoineryError('source_privilege', `No warehouse runs the queries of "${connection}".`, {
      ...base,
      hint: 'Set `warehouse` to one that the role may use (GRANT USAGE ON WAREHOUSE ...), or have it resumed.',
    });
  }
  if (timeoutCodes.has(code)) {
    return new JoineryError('source_timeout', `Snowflake stopped the query of "${connection}" at its time limit.`, {
      ...base,
      hint: 'Raise `statementTimeoutMs` of the connection, or ask for less.',
    });
  }
  if (privilegeCodes.has(code)) {
    return new JoineryError('source_privilege', `The role of "${connection}" may not do this: ${said}`, {
      ...base,
      hint: 'It needs USAGE on database and schema, and SELECT on the tables read.',
    });
  }
  const isMissing = missingCodes.has(code) || /does not exist or not authorized/i.test(said);
  const isColumn = /invalid identifier/i.test(said);
  if (scene.during === 'table' && (isMissing || isColumn)) {
    return new JoineryError('source_changed', `A table of "${connection}" has changed: ${said}`, {
      ...base,
      hint: 'Refresh the catalog of this connection and run again.',
    });
  }
  if (scene.during === 'statement') {
    const place = { ...base, position: positionIn(said, scene) };
    const plain = withoutPlace(said);
    if (/syntax error|parse error/i.test(said)) return new JoineryError('syntax_error', plain, place);
    if (isColumn) return new JoineryError('unknown_column', plain, place);
    if (isMissing) return new JoineryError('unknown_table', plain, place);
    if (/is not recognized|Division by zero|out of (?:representable )?range|Failed to cast/i.test(said))
      return new JoineryError('conversion_failed', plain, place);
    if (/compilation error|^SQL/i.test(said)) return new JoineryError('invalid_statement', plain, place);
  }
  return new JoineryError('source_failed', `Snowflake reported an error for "${connection}": ${said}`, {
    ...base,
    hint: 'If the network or the service failed in the middle, run again.',
  });
}

/** The code of the innermost cause that has one of the network's. */
function lowestCode(error: ClientError): string {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const code = String((one as ClientError).code ?? '');
    if (isUnreachableCode(code)) return code;
  }
  return '';
}

function unreachable(code: string, base: { readonly connection: string; readonly cause: unknown }): JoineryError {
  return new JoineryError(
    'source_unreachable',
    `Snowflake cannot be reached for "${base.connection}": ${whyUnreachable(code)}.`,
    {
      ...base,
      hint: 'Check `account`, `host` and `port`, and that this machine may reach them.',
    },
  );
}

/** The place counts lines that the user did not write; `position` has the right one. */
function withoutPlace(said: string): string {
  const plain = said
    .replace(/^SQL compilation error:\s*/i, '')
    .replace(/^(?:error )?line \d+ at position \d+\s*/i, '')
    .replace(/syntax error line \d+ at position \d+ unexpected/gi, 'syntax error: unexpected');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** `syntax error line 2 at position 5 unexpected ...`: lines from 1, positions from 0; `error line 1 at position 7`. */
function positionIn(said: string, { sql, linesBefore = 0 }: ErrorScene): Position | undefined {
  const [, line, column] = /line (\d+) at position (\d+)/.exec(said) ?? [];
  if (sql === undefined || line === undefined || column === undefined) return undefined;
  let offset = 0;
  for (let current = 1; current < Number(line) - linesBefore; current += 1) {
    const next = sql.indexOf('\n', offset);
    if (next < 0) return positionAt(sql, sql.trimEnd().length);
    offset = next + 1;
  }
  offset += Number(column);
  return positionAt(sql, offset, /^[\w$]+/.exec(sql.slice(offset))?.[0].length ?? 1);
}
