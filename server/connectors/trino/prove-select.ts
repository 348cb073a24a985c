/**
 * First wall of native statements: the words of the text. A statement of Trino that begins with SELECT, WITH, VALUES, TABLE or a bracket is a query; what such a query
 * could still reach are table functions, some of which pass SQL on to another system. The second wall is Trino itself: the statement is described as a
 * subquery, in which no other statement can stand, and runs in a read-only transaction. Pure.
 */
import { trinoRules } from '../../../lib/sql/dialect.ts';
import { splitStatements } from '../../../lib/sql/split-statements.ts';
import { type Token, tokenize } from '../../../lib/sql/tokens.ts';
import { JoineryError, positionAt } from '../../errors.ts';

/** Table functions that read nothing but their arguments. */
const openTableFunctions: ReadonlySet<string> = new Set(['SEQUENCE', 'EXCLUDE_COLUMNS']);
const beginnings: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', '(']);
const statementWords =
  /^(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|DROP|ALTER|COMMENT|CALL|GRANT|REVOKE|DENY|SET|RESET|USE|START|COMMIT|ROLLBACK|PREPARE|EXECUTE|DEALLOCATE|EXPLAIN|ANALYZE|SHOW|DESCRIBE|DESC|REFRESH)$/;

/** The statement from its first word to its last. Throws `syntax_error`, `multiple_statements`, `not_a_select` or `not_allowed`. */
export function proveSelect(sql: string, connection: string): string {
  const refuse = (code: ConstructorParameters<typeof JoineryError>[0], message: string, start = 0, length = 0) =>
    new JoineryError(code, message, { connection, position: positionAt(sql, start, length) });
  const nul = sql.indexOf('\0');
  if (nul >= 0) throw refuse('syntax_error', 'The statement holds a NUL character.', nul, 1);
  const [statement, second] = splitStatements(sql, trinoRules);
  if (statement === undefined) throw refuse('syntax_error', 'There is no statement here.');
  if (second !== undefined) throw refuse('multiple_statements', 'Only one statement may run at a time.', second.start);
  const tokens = tokenize(sql, trinoRules).filter(({ kind }) => kind !== 'comment');
  const words = tokens.map((token) => wordOf(sql, token));
  const [first = ''] = words;
  const { start, end } = tokens[0] ?? { start: 0, end: 0 };
  if (!beginnings.has(first)) {
    if (statementWords.test(first))
      throw refuse('not_a_select', `Only a single SELECT may run; this is ${first}.`, start, end - start);
    throw refuse('syntax_error', 'A statement begins with SELECT, WITH, VALUES, TABLE or (.', start, end - start);
  }
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const place = [token.start, token.end - token.start] as const;
    depth += words[index] === '(' ? 1 : words[index] === ')' ? -1 : 0;
    // Such a bracket would end the subquery in which the statement is described.
    if (depth < 0) throw refuse('syntax_error', 'A bracket is closed here that was never opened.', ...place);
    if (words[index] === '?')
      throw refuse('not_allowed', 'The statement has a parameter (?); write {{name}} for one.', ...place);
    if (words[index] !== 'TABLE' || words[index + 1] !== '(') continue;
    const name = functionName(sql, tokens, index + 2);
    if (name !== undefined && !openTableFunctions.has(name))
      throw refuse('not_allowed', `The table function ${name.toLowerCase()} is closed to user SQL.`, ...place);
  }
  return sql.slice(statement.start, statement.end);
}

const wordOf = (sql: string, token: Token): string =>
  token.kind === 'word' || token.kind === 'symbol' ? sql.slice(token.start, token.end).toUpperCase() : token.kind;

/** The last part of a name with a bracket behind it, in capital letters; undefined for the name of a table, as in `TABLE(orders)` within a function's arguments. */
function functionName(sql: string, tokens: readonly Token[], from: number): string | undefined {
  let name: string | undefined;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) return name;
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'word' || token.kind === 'quoted') name = text.replaceAll('"', '').toUpperCase();
    else if (text === '(') return name ?? '';
    else if (text !== '.') return undefined;
  }
  return undefined;
}
