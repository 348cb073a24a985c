import {
  type ErrorClass,
  type ErrorCode,
  type ErrorShape,
  errorCatalogue,
  type Position,
} from '../lib/contract/errors.ts';

export interface ErrorDetails {
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  /** Id of the connection it happened to. */
  readonly connection?: string | undefined;
  /** Option of that connection which is wrong. */
  readonly option?: string | undefined;
  /** Place in the text that the user sent. */
  readonly position?: Position | undefined;
  /** The underlying error; logged at debug level, never sent to the browser. */
  readonly cause?: unknown;
}

/**
 * Pages are bundled and the server is not, so one process can hold this module twice: what an error is told by this mark, not by its class object.
 */
const MARK = Symbol.for('joinery.error');
const isMarked = (value: unknown, mark: string): boolean =>
  typeof value === 'object' && value !== null && (value as { [MARK]?: unknown })[MARK] === mark;

/** The only error that crosses a module boundary of the server. Messages are for users: no secrets, no cell values, no stack. */
export class JoineryError extends Error {
  readonly [MARK] = 'error';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly connection: string | undefined;
  readonly option: string | undefined;
  readonly position: Position | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'JoineryError';
    this.code = code;
    this.hint = details.hint;
    this.connection = details.connection;
    this.option = details.option;
    this.position = details.position;
  }

  get class(): ErrorClass {
    return errorCatalogue[this.code].class;
  }

  get httpStatus(): number {
    return errorCatalogue[this.code].httpStatus;
  }

  toShape(): ErrorShape {
    return {
      code: this.code,
      class: this.class,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.connection === undefined ? {} : { connection: this.connection }),
      ...(this.option === undefined ? {} : { option: this.option }),
      ...(this.position === undefined ? {} : { position: this.position }),
    };
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, 'error');
  }

  static fromShape(shape: ErrorShape): JoineryError {
    return new JoineryError(shape.code, shape.message, shape);
  }
}

/** A stop asked for by the user. An outcome, not an error: it is never logged as one and has no code. */
export class Cancelled extends Error {
  readonly [MARK] = 'cancelled';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, 'cancelled');
  }

  constructor(message = 'Stopped') {
    super(message);
    this.name = 'Cancelled';
  }
}

/** Any thrown value as a JoineryError; what is not one already becomes `internal` with a message that gives nothing away. */
export function toJoineryError(thrown: unknown): JoineryError {
  if (thrown instanceof JoineryError) return thrown;
  return new JoineryError('internal', 'Something went wrong inside Joinery.', {
    hint: 'The server log says more. If it happens again, please report it.',
    cause: thrown,
  });
}

/** Place of `offset` in `text`, with 1-based line and column. */
export function positionAt(text: string, offset: number, length = 0): Position {
  const clamped = Math.max(0, Math.min(offset, text.length));
  const before = text.slice(0, clamped);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { offset: clamped, line: before.split('\n').length, column: clamped - lineStart + 1, length };
}
