/** How large a request may be. What is larger is refused before anything of it is read. */
import type { IncomingMessage } from 'node:http';
import { JoineryError } from '../errors.ts';

/** A statement of a megabyte in any script, with its parameters, has room. */
export const MOST_BODY_BYTES = 16 * 1024 ** 2;

export function bodyProblem({
  headers,
}: Pick<IncomingMessage, 'headers'>): { readonly status: number; readonly error: JoineryError } | undefined {
  if (headers['transfer-encoding'] !== undefined) {
    return {
      status: 411,
      error: new JoineryError('bad_request', 'The request does not say how long its body is.', {
        hint: 'Send a Content-Length header.',
      }),
    };
  }
  if (Number(headers['content-length'] ?? 0) <= MOST_BODY_BYTES) return undefined;
  return {
    status: 413,
    error: new JoineryError('bad_request', `The request is larger than ${MOST_BODY_BYTES / 1024 ** 2} MiB.`),
  };
}
