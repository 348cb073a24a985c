/**
 * The one way in which route handlers answer: JSON, or the error shape `{error}` with its status. `answer` wraps a handler:
 *
 *     export const GET = answer(async (request) => (await workbench()).catalog.search(...));
 *
 * A handler may return a `Response` of its own (a stream, a download); anything else is sent as JSON. What it throws is mapped, redacted
 * and, if it is a fault of ours, logged under the id that the reader sees.
 */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { Cancelled, JoineryError, toJoineryError } from '../../server/errors.ts';
import { createLog, type Log } from '../../server/log.ts';
import { redactKnown } from '../../server/secrets/known-secrets.ts';

type Handler<Context> = (request: Request, context: Context) => unknown;
type RouteHandler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Status for a request that its sender gave up; nobody reads it. */
const CLIENT_CLOSED_REQUEST = 499;
const NO_STORE = { 'cache-control': 'no-store' };

let log: Log | undefined;

export function answer<Context = unknown>(handler: Handler<Context>): RouteHandler<Context> {
  return async (request, context) => {
    try {
      const body = await handler(request, context);
      if (body instanceof Response) return body;
      if (body === undefined) return new Response(null, { status: 204, headers: NO_STORE });
      return Response.json(body, { headers: NO_STORE });
    } catch (thrown) {
      return answerError(thrown, request);
    }
  };
}

/** The answer for a thrown value; for handlers that stream and so cannot be wrapped. */
export function answerError(thrown: unknown, request?: Request): Response {
  if (thrown instanceof Cancelled) return new Response(null, { status: CLIENT_CLOSED_REQUEST, headers: NO_STORE });
  const error = toJoineryError(thrown);
  const shape = error.code === 'internal' ? reportInternal(error, request) : error.toShape();
  return Response.json({ error: redactShape(shape) }, { status: error.httpStatus, headers: NO_STORE });
}

/** The query string as `schema` wants it; throws `bad_request` naming what is wrong. A key given twice keeps its last value. */
export function parseQuery<Out>(request: Request, schema: z.ZodType<Out>): Out {
  return parse(Object.fromEntries(new URL(request.url).searchParams), schema, 'query');
}

/** The JSON body as `schema` wants it; throws `bad_request`. */
export async function parseBody<Out>(request: Request, schema: z.ZodType<Out>): Promise<Out> {
  let body: unknown;
  try {
    body = await request.json();
  } catch (cause) {
    throw new JoineryError('bad_request', 'The body of the request is not JSON.', { cause });
  }
  return parse(body, schema, 'body');
}

function parse<Out>(value: unknown, schema: z.ZodType<Out>, what: string): Out {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.') || what}: ${issue.message}`);
  throw new JoineryError('bad_request', `The ${what} of the request is not as expected: ${mistakes.join('; ')}.`);
}

function reportInternal(error: JoineryError, request: Request | undefined): ErrorShape {
  const id = randomBytes(4).toString('hex');
  const where = request === undefined ? {} : { method: request.method, path: new URL(request.url).pathname };
  log ??= createLog('info');
  log.error({ id, ...where, err: error.cause ?? error }, 'A request failed through a fault of Joinery');
  return { ...error.toShape(), hint: `The server log says more under ${id}. If it happens again, please report it.` };
}

function redactShape(shape: ErrorShape): ErrorShape {
  return {
    ...shape,
    message: redactKnown(shape.message),
    ...(shape.hint === undefined ? {} : { hint: redactKnown(shape.hint) }),
  };
}
