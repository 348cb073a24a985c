/** Failures that mean: the database cannot be reached now, nothing is wrong with what was asked. */

/** Prisma's, PostgreSQL's and the network's. */
const CODES =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|57P0[1-3]|08[0-9A-Z]{3}|53300)$/;
const WORDS =
  /connection terminated|connection ended|not queryable|timeout exceeded when trying to connect|can't reach database|starting up|shutting down|server has closed the connection|terminating connection/i;

/** True if what was thrown, or what is behind it, says so. */
export function isAway(thrown: unknown, depth = 0): boolean {
  if (typeof thrown !== 'object' || thrown === null || depth > 5) return false;
  const { code, message, cause, meta, kind, originalCode } = thrown as Record<string, unknown>;
  if ([code, originalCode].some((one) => typeof one === 'string' && CODES.test(one))) return true;
  if (typeof message === 'string' && WORDS.test(message)) return true;
  if (kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'SocketTimeout') return true;
  const errors = thrown instanceof AggregateError ? thrown.errors : [];
  return [cause, meta, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError, ...errors].some(
    (one) => isAway(one, depth + 1),
  );
}

/** Code of the network or of PostgreSQL, for people who look for the cause. */
export function codeBehind(thrown: unknown): string {
  const errors = thrown instanceof AggregateError ? thrown.errors : [];
  for (const one of [thrown, ...errors, thrown instanceof Error ? thrown.cause : undefined]) {
    const code = (one as { code?: unknown } | undefined)?.code;
    if (typeof code === 'string') return code;
  }
  return thrown instanceof Error ? thrown.message : 'unknown';
}
