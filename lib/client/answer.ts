import type { ErrorShape } from '../contract/errors.ts';

/** What a server action answers: it never throws for a failure that the user should read. */
export type ActionAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorShape };

/** A failure as the page shows it. */
export class ClientError extends Error {
  readonly shape: ErrorShape;

  constructor(shape: ErrorShape) {
    super(shape.message);
    this.name = 'ClientError';
    this.shape = shape;
  }
}

const offline: ErrorShape = {
  code: 'internal',
  class: 'internal',
  message: 'Joinery does not answer.',
  hint: 'Check that it is still running where you started it; the page tries again by itself.',
};

/** Any thrown value as the one error shape. A fetch that never got an answer means that the server is away. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof ClientError) return thrown.shape;
  if (thrown instanceof TypeError) return offline;
  return {
    code: 'internal',
    class: 'internal',
    message: 'The page met a fault of its own.',
    hint: thrown instanceof Error ? thrown.message : 'Reload the page; drafts are saved.',
  };
}

/** The value of an answer; throws the failure as a ClientError. */
export function unwrap<T>(answer: ActionAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new ClientError(answer.error);
}
