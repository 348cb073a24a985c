/**
 * The one error shape of Joinery, used by the engine, the CLI, the HTTP answers and the page.
 * `server/errors.ts` throws it, `docs/errors.md` lists it; a test keeps the two in step.
 */
import { z } from 'zod';

/** Who has to act: the writer of the statement, the keeper of the source, the keeper of this machine, or we. */
export type ErrorClass = 'user' | 'source' | 'resource' | 'internal';

interface ErrorKind {
  readonly class: ErrorClass;
  /** Status that an HTTP answer carrying this error has. */
  readonly httpStatus: number;
  /** What it means, in one sentence, for docs/errors.md. */
  readonly meaning: string;
}

/** Every code that may leave the server. Codes are stable; messages may change. */
export const errorCatalogue = {
  syntax_error: { class: 'user', httpStatus: 400, meaning: 'The statement is not valid SQL at the position given.' },
  multiple_statements: {
    class: 'user',
    httpStatus: 400,
    meaning: 'More than one statement was sent where one is expected.',
  },
  not_a_select: {
    class: 'user',
    httpStatus: 400,
    meaning: 'Only a single SELECT may run; Joinery never writes to a source.',
  },
  not_allowed: {
    class: 'user',
    httpStatus: 400,
    meaning: 'The statement uses a function or feature that is closed to user SQL.',
  },
  unknown_connection: { class: 'user', httpStatus: 404, meaning: 'No connection of that name is configured.' },
  unknown_table: { class: 'user', httpStatus: 404, meaning: 'The connection has no table or view of that name.' },
  unknown_column: {
    class: 'user',
    httpStatus: 400,
    meaning: 'The statement names a column that its tables do not have.',
  },
  invalid_statement: {
    class: 'user',
    httpStatus: 400,
    meaning: 'The statement parses but cannot be bound: unknown function, wrong types, ambiguous name.',
  },
  conversion_failed: {
    class: 'user',
    httpStatus: 400,
    meaning: 'A value met while the statement ran cannot be converted as the statement asks.',
  },
  no_columns: { class: 'user', httpStatus: 400, meaning: 'The statement gives a result without columns.' },
  bad_request: { class: 'user', httpStatus: 400, meaning: 'The request does not have the expected form.' },
  config_invalid: {
    class: 'user',
    httpStatus: 400,
    meaning: 'config.yaml has a mistake at the line and column given.',
  },
  secret_unavailable: {
    class: 'user',
    httpStatus: 400,
    meaning: 'A credential reference cannot be resolved: the variable or file is missing.',
  },
  not_found: { class: 'user', httpStatus: 404, meaning: 'There is no such run, result, document, query or link.' },
  conflict: {
    class: 'user',
    httpStatus: 409,
    meaning: 'Someone else changed the document meanwhile; nothing was overwritten.',
  },
  result_expired: {
    class: 'user',
    httpStatus: 410,
    meaning: 'The stored rows of this run are past their retention; run it again.',
  },
  unauthorized: {
    class: 'user',
    httpStatus: 401,
    meaning: 'The request carries no valid session; open the URL that the start command printed.',
  },
  forbidden: {
    class: 'user',
    httpStatus: 403,
    meaning: 'The request comes from another origin or host, or may not do this.',
  },
  source_unreachable: {
    class: 'source',
    httpStatus: 502,
    meaning: 'The source cannot be reached: name, port, TLS or network.',
  },
  source_auth_failed: {
    class: 'source',
    httpStatus: 502,
    meaning: 'The source refused the user or password, or the database does not exist for it.',
  },
  source_privilege: { class: 'source', httpStatus: 502, meaning: 'The account may not read what the statement needs.' },
  source_failed: {
    class: 'source',
    httpStatus: 502,
    meaning: 'The source reported an error while it answered, or broke off in the middle.',
  },
  source_changed: {
    class: 'source',
    httpStatus: 502,
    meaning: 'A table of the source no longer has the shape that the catalog knew; refresh and run again.',
  },
  source_value: {
    class: 'source',
    httpStatus: 502,
    meaning: 'The source holds a value that its declared type cannot hold exactly here.',
  },
  source_timeout: { class: 'source', httpStatus: 504, meaning: 'The source did not answer within its time limit.' },
  model_unavailable: {
    class: 'source',
    httpStatus: 502,
    meaning:
      'The assistant has no model, or the model could not be asked or gave no usable answer; all else still works.',
  },
  fetch_limit: {
    class: 'resource',
    httpStatus: 507,
    meaning: 'A fetch would bring more rows than its connection allows; the run was stopped and nothing was cut.',
  },
  run_timeout: { class: 'resource', httpStatus: 504, meaning: 'The run reached its time limit and was stopped.' },
  out_of_memory: {
    class: 'resource',
    httpStatus: 507,
    meaning: 'The run reached its memory limit and could not go on by spilling to disk.',
  },
  disk_full: {
    class: 'resource',
    httpStatus: 507,
    meaning: 'There is no room on the disk for the result or for spilling.',
  },
  too_many_requests: {
    class: 'resource',
    httpStatus: 429,
    meaning: 'Too many attempts or requests in a short time; the hint says when to try again.',
  },
  queue_full: {
    class: 'resource',
    httpStatus: 429,
    meaning: 'Too many runs wait already; try again when some have ended.',
  },
  engine_crashed: {
    class: 'resource',
    httpStatus: 500,
    meaning: 'The engine process ended unexpectedly; only this run was lost and a new process has taken over.',
  },
  internal: {
    class: 'internal',
    httpStatus: 500,
    meaning: 'A fault of Joinery itself; the server log has the details under the id given.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorCatalogue;
export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** Where in the text that was sent: 0-based offset in UTF-16 units, 1-based line and column, length of the marked word (0 = unknown). */
export const positionSchema = z.object({
  offset: z.number().int().nonnegative(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  length: z.number().int().nonnegative().default(0),
});
export type Position = z.infer<typeof positionSchema>;

/** What happened (`message`), to which connection, where in the text, and how to mend it (`hint`). Never holds a secret or a cell value. */
export const errorSchema = z.object({
  code: z.enum(errorCodes),
  class: z.enum(['user', 'source', 'resource', 'internal']),
  message: z.string(),
  hint: z.string().optional(),
  connection: z.string().optional(),
  /** Option of the connection that is wrong (`port`, `tls.key`), so that a form can show the error at its field. */
  option: z.string().optional(),
  position: positionSchema.optional(),
});
export type ErrorShape = z.infer<typeof errorSchema>;

/** Body of every failed HTTP answer. */
export const errorBodySchema = z.object({ error: errorSchema });
