/**
 * Proof that a text is one SELECT and nothing that acts: our own reading of its words first, then a real parser; what either does not
 * understand is refused. Two further walls stand behind it: the server prepares the text alone, and the session is read-only.
 */
import { JoineryError, positionAt } from '../../errors.ts';
import { type LexedStatement, lex, type Token } from './lexer.ts';

export interface ProvenSelect {
  /** Names called as functions, in lower case: the caller refuses those that are stored functions. */
  readonly calledNames: readonly string[];
  /** False: our parser does not understand it. It must not run, but the server may know better why. */
  readonly isParsed: boolean;
}

const beginnings = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', '(']);

const otherStatements = new Set(
  `ALTER ANALYZE BEGIN BINLOG CACHE CALL CHANGE CHECK CHECKSUM CLONE COMMIT CREATE DEALLOCATE DELETE DESC DESCRIBE DO DROP EXECUTE EXPLAIN FLUSH
  GET GRANT HANDLER HELP IMPORT INSERT INSTALL KILL LOAD LOCK OPTIMIZE PREPARE PURGE RELEASE RENAME REPAIR REPLACE RESET RESIGNAL RESTART
  REVOKE ROLLBACK SAVEPOINT SET SHOW SHUTDOWN SIGNAL START STOP TRUNCATE UNINSTALL UNLOCK UPDATE USE XA`.split(/\s+/),
);

/** Functions that act, wait, lock, or read the server's files. */
const closedFunctions = new Set(
  `SLEEP BENCHMARK LOAD_FILE GET_LOCK RELEASE_LOCK RELEASE_ALL_LOCKS IS_FREE_LOCK IS_USED_LOCK MASTER_POS_WAIT MASTER_GTID_WAIT SOURCE_POS_WAIT
  WAIT_FOR_EXECUTED_GTID_SET WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS NEXTVAL SETVAL LASTVAL LAST_INSERT_ID SYS_EXEC SYS_EVAL SERVICE_GET_READ_LOCKS
  SERVICE_GET_WRITE_LOCKS SERVICE_RELEASE_LOCKS ASYNCHRONOUS_CONNECTION_FAILOVER_ADD_SOURCE GROUP_REPLICATION_SET_AS_PRIMARY
  GROUP_REPLICATION_SWITCH_TO_SINGLE_PRIMARY_MODE GROUP_REPLICATION_SWITCH_TO_MULTI_PRIMARY_MODE WSREP_SYNC_WAIT_UPTO_GTID
  VERSION_TOKENS_SET VERSION_TOKENS_LOCK_EXCLUSIVE VERSION_TOKENS_LOCK_SHARED AUDIT_LOG_FILTER_FLUSH KEYRING_KEY_STORE KEYRING_KEY_REMOVE
  KEYRING_KEY_GENERATE KEYRING_KEY_FETCH`.split(/\s+/),
);

/** Nodes of the parser's tree that may stand at its root. */
const selectNodes = new Set(['select', 'union', 'intersect', 'except', 'subquery', 'paren', 'values', 'with']);
const actingNode =
  /^(?:insert|update|delete|merge|replace|truncate|create|drop|alter|command|set_statement|call|execute|kill|load|copy|grant|use)/;

export async function proveSelect(sql: string, connection: string): Promise<ProvenSelect> {
  const lexed = lex(sql);
  checkWords(sql, lexed, connection);
  return { calledNames: calledNames(lexed.tokens), isParsed: await isSelectTree(lexed, connection) };
}

function checkWords(sql: string, lexed: LexedStatement, connection: string): void {
  const refuse = (
    code: 'not_a_select' | 'not_allowed' | 'multiple_statements' | 'syntax_error',
    message: string,
    at: number,
    length = 1,
  ) => {
    throw new JoineryError(code, message, { connection, position: positionAt(sql, at, length) });
  };
  const refuseToken = (code: 'not_a_select' | 'not_allowed' | 'multiple_statements', message: string, token: Token) =>
    refuse(code, message, token.start, token.end - token.start);
  if (sql.includes('\0')) refuse('syntax_error', 'The statement holds a NUL character.', sql.indexOf('\0'));
  if (lexed.unterminated !== undefined) {
    refuse('syntax_error', 'A string, name or comment that begins here never ends.', lexed.unterminated);
  }
  if (lexed.executableComment !== undefined) {
    refuse('not_allowed', 'Comments that the server would run are not allowed.', lexed.executableComment, 3);
  }
  const { tokens } = lexed;
  const end = tokens.findIndex((token) => token.text === ';' && token.kind === 'symbol');
  const next = end < 0 ? undefined : tokens.slice(end).find((token) => token.text !== ';' || token.kind !== 'symbol');
  if (next !== undefined) refuseToken('multiple_statements', 'Only one statement may be sent at a time.', next);
  const first = tokens[0];
  if (first === undefined || end === 0) refuse('syntax_error', 'There is no statement.', 0);
  else if (!beginnings.has(first.text) || first.kind === 'string') {
    if (first.kind === 'word' && otherStatements.has(first.text)) {
      refuseToken('not_a_select', `Only a SELECT may run; this is ${first.text}.`, first);
    }
    refuse(
      'syntax_error',
      'A statement begins with SELECT, WITH, VALUES, TABLE or an opening bracket.',
      first.start,
      first.end - first.start,
    );
  }
  for (const [index, token] of tokens.entries()) {
    const following = tokens[index + 1];
    const previous = tokens[index - 1];
    if (token.kind === 'symbol' && token.text === ':=')
      refuseToken('not_allowed', 'Variables cannot be assigned.', token);
    if (token.kind === 'symbol' && token.text === '?')
      refuseToken('not_allowed', 'Parameters (`?`) have no value here.', token);
    if (token.kind === 'variable' && !token.text.startsWith('@@')) {
      refuseToken('not_allowed', 'User variables are not allowed.', token);
    }
    const isCall =
      following?.text === '(' && following.kind === 'symbol' && (token.kind === 'word' || token.kind === 'quotedName');
    if (isCall && closedFunctions.has(token.text.toUpperCase())) {
      refuseToken('not_allowed', `The function ${token.text.toUpperCase()} is not allowed.`, token);
    }
    if (token.kind !== 'word' || previous?.text === '.') continue;
    const message = actingClause(tokens, index);
    if (message !== undefined) refuseToken('not_a_select', message, token);
  }
}

/** Clauses by which a SELECT writes, locks or draws numbers. The words are reserved, or have no other meaning before the next one. */
function actingClause(tokens: readonly Token[], index: number): string | undefined {
  const word = tokens[index]?.text;
  const next = tokens[index + 1]?.kind === 'word' ? tokens[index + 1]?.text : undefined;
  if (word === 'INTO') return 'SELECT ... INTO writes.';
  if (word === 'FOR' && (next === 'UPDATE' || next === 'SHARE'))
    return 'SELECT ... FOR UPDATE and FOR SHARE lock rows.';
  if (word === 'LOCK' && next === 'IN') return 'LOCK IN SHARE MODE locks rows.';
  if (word === 'PROCEDURE') return 'PROCEDURE is not allowed.';
  if ((word === 'NEXT' || word === 'PREVIOUS') && next === 'VALUE') return 'Sequences would be advanced.';
  return undefined;
}

/** `f(` and `db.f(`; a qualified call is always a stored function or a method of none, and comes as `db.f`. */
function calledNames(tokens: readonly Token[]): string[] {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const following = tokens[index + 1];
    if (following?.kind !== 'symbol' || following.text !== '(') continue;
    if (token.kind === 'word' || token.kind === 'quotedName') names.add(token.text.toLowerCase());
  }
  return [...names];
}

async function isSelectTree(lexed: LexedStatement, connection: string): Promise<boolean> {
  // 20 MB of WebAssembly: loaded when the first native statement comes.
  const { Dialect, init, parse } = await import('@polyglot-sql/sdk');
  await init();
  const answer = parse(lexed.withoutComments, Dialect.MySQL);
  if (!answer.success) return false;
  const statements: readonly unknown[] = answer.ast;
  const root = statements[0];
  const kind = typeof root === 'object' && root !== null ? Object.keys(root)[0] : undefined;
  if (statements.length !== 1 || kind === undefined || !selectNodes.has(kind) || hasActingNode(root)) {
    throw new JoineryError('not_a_select', 'Only a single SELECT may run.', { connection });
  }
  return true;
}

/** Nodes are objects of one key, their kind; fields that hold `into` or locks are not empty where they act. */
function hasActingNode(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasActingNode);
  if (typeof node !== 'object' || node === null) return false;
  const entries = Object.entries(node);
  return entries.some(([key, value]) => {
    const isSet = value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
    if (isSet && (key === 'into' || key === 'locks')) return true;
    if (entries.length === 1 && actingNode.test(key) && typeof value === 'object' && !isFunctionNode(key)) return true;
    return hasActingNode(value);
  });
}

/** `REPLACE(a, b, c)`, `INSERT(a, 1, 2, b)` and `TRUNCATE(x, 2)` are functions of text and numbers. */
const isFunctionNode = (key: string) => key === 'replace' || key === 'truncate' || key === 'load_file';
