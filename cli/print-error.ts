import { type JoineryError, toJoineryError } from '../server/errors.ts';
import { redactKnown } from '../server/secrets/known-secrets.ts';

/** To standard error: the one error shape as JSON, or in words with the place marked. `text` is the statement that positions count in. */
export function printError(thrown: unknown, form: 'json' | 'text', text?: string): void {
  const error = toJoineryError(thrown);
  const output =
    form === 'json' ? JSON.stringify({ error: error.toShape() }) : inWords(error, text ?? statementOf(thrown));
  process.stderr.write(`${redactKnown(output)}\n`);
  if (error.code === 'internal' && error.cause instanceof Error)
    process.stderr.write(`${redactKnown(error.cause.stack ?? error.cause.message)}\n`);
}

const statements = new WeakMap<object, string>();

/** Remembers the statement that an error's position counts in, so that the place can be shown. */
export function withStatement(thrown: unknown, text: string): unknown {
  if (typeof thrown === 'object' && thrown !== null) statements.set(thrown, text);
  return thrown;
}

const statementOf = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' && thrown !== null ? statements.get(thrown) : undefined;

function inWords(error: JoineryError, text: string | undefined): string {
  const lines = [
    `Error (${error.code})${error.connection === undefined ? '' : ` in ${error.connection}`}: ${error.message}`,
  ];
  const { position } = error;
  const line = position === undefined || text === undefined ? undefined : text.split('\n')[position.line - 1];
  if (position !== undefined && line !== undefined) {
    const number = `${position.line} | `;
    lines.push(
      `${number}${line}`,
      `${' '.repeat(number.length + position.column - 1)}${'^'.repeat(Math.max(1, position.length))}`,
    );
  } else if (position !== undefined) {
    lines.push(`at line ${position.line}, column ${position.column}`);
  }
  if (error.hint !== undefined) lines.push(error.hint);
  return lines.join('\n');
}
