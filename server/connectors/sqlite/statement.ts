/** Proof that a native statement is one SELECT, from its text alone: the first wall. SQLite's authorizer in the reader is the second. Pure. */
import { JoineryError, positionAt } from '../../errors.ts';
import { isWord, nameOf, type Token, tokenize } from './tokens.ts';

const otherStatements =
  /^(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|ATTACH|DETACH|PRAGMA|VACUUM|BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|ANALYZE|REINDEX|EXPLAIN)$/i;

/** The statement's text without a closing semicolon or comment. Throws `not_a_select`, `multiple_statements`, `syntax_error` or `not_allowed`. */
export function proveSelect(sql: string, connection: string): string {
  const refuse = (
    code: 'syntax_error' | 'not_a_select' | 'multiple_statements' | 'not_allowed',
    message: string,
    token?: Token,
  ) =>
    new JoineryError(code, message, {
      connection,
      position: positionAt(sql, token?.start ?? 0, token === undefined ? 0 : token.end - token.start),
    });
  const nul = sql.indexOf('\0');
  if (nul >= 0)
    throw new JoineryError('syntax_error', 'The statement holds a NUL character.', {
      connection,
      position: positionAt(sql, nul, 1),
    });
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  const first = tokens[0];
  if (first === undefined || first.text === ';') throw refuse('syntax_error', 'The statement is empty.', first);
  if (!isWord(first, 'SELECT', 'WITH', 'VALUES')) {
    if (otherStatements.test(first.text))
      throw refuse('not_a_select', `Only a single SELECT may run; this is ${first.text.toUpperCase()}.`, first);
    throw refuse('syntax_error', `A statement cannot begin with ${shown(first)}.`, first);
  }
  const semicolon = tokens.findIndex((token) => token.text === ';');
  const next = semicolon < 0 ? undefined : tokens.slice(semicolon).find((token) => token.text !== ';');
  if (next !== undefined) throw refuse('multiple_statements', 'Only one statement may run at a time.', next);
  const parameter = tokens.find((token) => isParameter(token));
  if (parameter !== undefined)
    throw refuse(
      'not_allowed',
      `The statement has a parameter (${shown(parameter)}); write its value instead.`,
      parameter,
    );
  const write = writingWord(tokens);
  if (write !== undefined)
    throw refuse('not_a_select', `Only a single SELECT may run; this is ${write.text.toUpperCase()}.`, write);
  return sql.slice(0, semicolon < 0 ? tokens.at(-1)?.end : tokens[semicolon]?.start);
}

/** `WITH ... INSERT|UPDATE|DELETE`: the first word at depth 0 that opens the statement after the common table expressions. */
function writingWord(tokens: readonly Token[]): Token | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (depth === 0 && isWord(token, 'SELECT', 'VALUES')) return undefined;
    else if (depth === 0 && isWord(token, 'INSERT', 'UPDATE', 'DELETE', 'REPLACE')) return token;
  }
  return undefined;
}

function isParameter(token: Token): boolean {
  if (token.kind === 'symbol') return ['?', ':', '@', '#'].includes(token.text);
  return token.kind === 'word' && token.text.startsWith('$');
}

function shown(token: Token): string {
  return `"${token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text}"`;
}

/** Place of the first token that stands for `name` (the last part of a dotted name counts), for errors that name what is wrong. */
export function findName(sql: string, name: string): { readonly offset: number; readonly length: number } | undefined {
  const wanted = name.toLowerCase();
  const last = wanted.slice(wanted.lastIndexOf('.') + 1);
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment' && token.kind !== 'string');
  const found =
    tokens.find((token) => nameOf(token)?.toLowerCase() === wanted) ??
    tokens.find((token) => nameOf(token)?.toLowerCase() === last);
  return found === undefined ? undefined : { offset: found.start, length: found.end - found.start };
}

/**
 * Place of a syntax error "near X". SQLite's binding for Node does not give the offset, so each place where X stands is tried: the error
 * is at the first one up to which the text alone already fails near X.
 */
export function findSyntaxError(
  sql: string,
  near: string,
  errorOf: (prefix: string) => string | undefined,
): { readonly offset: number; readonly length: number } | undefined {
  for (const token of tokenize(sql)) {
    if (token.kind === 'comment' || !token.text.startsWith(near)) continue;
    const message = errorOf(sql.slice(0, token.end));
    if (message?.startsWith(`near "${near}`)) return { offset: token.start, length: token.end - token.start };
  }
  return undefined;
}
