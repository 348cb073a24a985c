/**
 * First wall of native statements for sources whose own server classifies a statement without running it: the words of the text, and a parser's
 * tree where the parser knows the dialect well enough. What passes here must still be called a SELECT by the source itself.
 */
import { JoineryError, positionAt } from '../errors.ts';
import { lexNative, type NativeRules, type NativeToken } from './native-lexer.ts';

export interface ProofRules {
  readonly lexical: NativeRules;
  readonly dialect: 'BigQuery' | 'Snowflake';
  /** Words that a statement may begin with. */
  readonly beginnings: ReadonlySet<string>;
  /** Words that begin statements of other kinds: named in the refusal. */
  readonly otherStatements: ReadonlySet<string>;
  /** Why the word, name or symbol at `index` may not stand there; undefined if it may. */
  readonly refuse: (tokens: readonly NativeToken[], index: number) => Refusal | undefined;
}

export interface Refusal {
  readonly code: 'not_a_select' | 'not_allowed';
  readonly message: string;
}

export async function proveNative(sql: string, rules: ProofRules, connection: string): Promise<void> {
  const { tokens, unterminated } = lexNative(sql, rules.lexical);
  const fail = (
    code: 'not_a_select' | 'not_allowed' | 'multiple_statements' | 'syntax_error',
    message: string,
    start: number,
    end = start + 1,
  ): never => {
    throw new JoineryError(code, message, { connection, position: positionAt(sql, start, end - start) });
  };
  if (sql.includes('\0')) fail('syntax_error', 'The statement holds a NUL character.', sql.indexOf('\0'));
  if (unterminated !== undefined)
    fail('syntax_error', 'A string, name or comment that begins here never ends.', unterminated);
  const isEnd = (token: NativeToken) => token.kind === 'symbol' && token.text === ';';
  const end = tokens.findIndex(isEnd);
  const next = end < 0 ? undefined : tokens.slice(end).find((token) => !isEnd(token));
  const first = tokens[0];
  if (first === undefined || end === 0) {
    fail('syntax_error', 'There is no statement.', 0);
    return;
  }
  const isBracket = first.kind === 'symbol' && first.text === '(';
  if (!isBracket && !(first.kind === 'word' && rules.beginnings.has(first.text))) {
    if (first.kind === 'word' && rules.otherStatements.has(first.text))
      fail('not_a_select', `Only a SELECT may run; this is ${first.text}.`, first.start, first.end);
    fail('syntax_error', `A statement begins with ${[...rules.beginnings].join(', ')} or (.`, first.start, first.end);
  }
  if (next !== undefined)
    fail('multiple_statements', 'Only one statement may be sent at a time.', next.start, next.end);
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '(') depth += 1;
    if (token.kind === 'symbol' && token.text === ')') depth -= 1;
    if (depth < 0) fail('syntax_error', 'This bracket closes nothing.', token.start, token.end);
  }
  for (const [index, token] of tokens.entries()) {
    const refusal = rules.refuse(tokens, index);
    if (refusal !== undefined) fail(refusal.code, refusal.message, token.start, token.end);
  }
  if ((await parsedKind(sql, rules)) === 'other')
    fail('not_a_select', 'Only a single SELECT may run.', first.start, first.end);
}

const selectNodes = new Set(['select', 'union', 'intersect', 'except', 'subquery', 'paren', 'values', 'with']);
const actingNode =
  /^(?:insert|update|delete|merge|truncate|create|drop|alter|command|set_statement|call|execute|kill|load|copy|export|grant|use|declare)/;

/** `unknown`: the parser does not understand it, and the source decides. */
async function parsedKind(sql: string, rules: ProofRules): Promise<'select' | 'other' | 'unknown'> {
  // 20 MB of WebAssembly: loaded when the first native statement comes.
  const { Dialect, init, parse } = await import('@polyglot-sql/sdk');
  await init();
  const answer = parse(sql, Dialect[rules.dialect]);
  if (!answer.success) return 'unknown';
  const statements: readonly unknown[] = answer.ast;
  const root = statements[0];
  const kind = typeof root === 'object' && root !== null ? Object.keys(root)[0] : undefined;
  const isSelect = statements.length === 1 && kind !== undefined && selectNodes.has(kind) && !acts(root);
  return isSelect ? 'select' : 'other';
}

/** Nodes are objects of one key, their kind. `INSERT(a, 1, 2, b)` and `TRUNCATE(x, 2)` are functions of text and numbers. */
function acts(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(acts);
  if (typeof node !== 'object' || node === null) return false;
  const entries = Object.entries(node);
  return entries.some(([key, value]) => {
    const isSet = value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
    if (isSet && key === 'into') return true;
    const isActing = entries.length === 1 && actingNode.test(key) && key !== 'truncate' && key !== 'insert';
    return (isActing && typeof value === 'object' && value !== null) || acts(value);
  });
}
