/** Proof that a native statement is one SELECT that only reads; Snowflake must then compile it as a subquery, which nothing else can be. */
import { lexNative, type NativeRules, type NativeToken } from '../native-lexer.ts';
import { type ProofRules, proveNative, type Refusal } from '../prove-native.ts';

export const lexicalRules: NativeRules = {
  lineComments: ['--', '//'],
  hasDoubleQuotedStrings: false,
  hasBackticks: false,
  hasTripleQuotes: false,
  hasDollarQuotes: true,
  wordPart: /[\p{L}\p{N}_$]/u,
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const otherStatements = words(
  `ALTER ASYNC AWAIT BEGIN CALL CANCEL CASE COMMENT COMMIT COPY CREATE DECLARE DELETE DESC DESCRIBE DROP EXECUTE EXPLAIN FETCH FOR GET GRANT IF INSERT
  LET LIST LOOP LS MERGE OPEN PUT RAISE REMOVE REPEAT RETURN REVOKE RM ROLLBACK SET SHOW START TRUNCATE UNDROP UNSET UPDATE USE WHILE`,
);

/** Functions that act, wait, send, or run statements or models of their own. Those whose names begin with SYSTEM$ are closed as a whole. */
const closedFunctions = words(
  `AI_COMPLETE AI_CLASSIFY AI_FILTER AI_AGG AI_SUMMARIZE_AGG AI_EXTRACT AI_PARSE_DOCUMENT AI_TRANSLATE AI_SENTIMENT AI_EMBED AI_SIMILARITY AI_TRANSCRIBE
  BUILD_SCOPED_FILE_URL BUILD_STAGE_FILE_URL GET_PRESIGNED_URL GET_STAGE_LOCATION COPY_FILES ENCRYPT DECRYPT ENCRYPT_RAW DECRYPT_RAW
  RESULT_SCAN INFER_SCHEMA DIRECTORY VALIDATE EXTERNAL_TABLE_FILES SEARCH_PREVIEW COMPLETE EXECUTE_SQL`,
);
const closedSchemas = words('CORTEX ML CORE ALERT NOTIFICATION EXTERNAL_ACCESS SYSTEM');

const isSymbol = (token: NativeToken | undefined, text: string) => token?.kind === 'symbol' && token.text === text;
const isName = (token: NativeToken | undefined) => token?.kind === 'word' || token?.kind === 'quotedName';
const isWord = (token: NativeToken | undefined, text: string) => token?.kind === 'word' && token.text === text;

function refuse(tokens: readonly NativeToken[], index: number): Refusal | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  const previous = tokens[index - 1];
  if (token === undefined) return undefined;
  if (isSymbol(token, '@')) return { code: 'not_allowed', message: 'Stages are not read.' };
  if (token.kind === 'string' && /^'\s*@/.test(token.text) && isSymbol(previous, '('))
    return { code: 'not_allowed', message: 'Stages are not read.' };
  if (isSymbol(token, '$')) return { code: 'not_allowed', message: 'Session variables are not allowed.' };
  if (isSymbol(token, '?'))
    return { code: 'not_allowed', message: 'Write parameters as {{name}}; `?` has no value here.' };
  if (isSymbol(token, ':') && isName(next) && !isPath(previous, token, next))
    return { code: 'not_allowed', message: 'Write parameters as {{name}}; other variables have no value here.' };
  if (isSymbol(token, '-') && isSymbol(next, '>') && isSymbol(tokens[index + 2], '>'))
    return { code: 'not_allowed', message: 'Statements cannot be chained with ->>.' };
  if (isName(token) && /^NEXTVAL$/i.test(token.text) && isSymbol(previous, '.'))
    return { code: 'not_allowed', message: 'A sequence would be advanced.' };
  if (isWord(token, 'INTO')) return { code: 'not_a_select', message: 'SELECT ... INTO writes.' };
  if (isWord(token, 'FOR') && isWord(next, 'UPDATE'))
    return { code: 'not_a_select', message: 'SELECT ... FOR UPDATE locks rows.' };
  if (isName(token) && isSymbol(next, '(')) return refuseCall(tokens, index);
  return undefined;
}

/** `column:path` and `f(x):path` of a VARIANT, written without blanks; `:name` else is a variable. */
function isPath(previous: NativeToken | undefined, colon: NativeToken, next: NativeToken | undefined): boolean {
  const isValue = isName(previous) || [')', ']', ':'].some((text) => isSymbol(previous, text));
  return isValue && previous?.end === colon.start && next?.start === colon.end;
}

function refuseCall(tokens: readonly NativeToken[], index: number): Refusal | undefined {
  const token = tokens[index];
  const name = token?.text.toUpperCase() ?? '';
  if (
    name.startsWith('SYSTEM$') ||
    name.startsWith('SNOWFLAKE$') ||
    name.startsWith('AI_') ||
    closedFunctions.has(name)
  )
    return { code: 'not_allowed', message: `The function ${name} is not allowed.` };
  if (!isSymbol(tokens[index - 1], '.')) return undefined;
  const schema = (tokens[index - 2]?.text ?? '').toUpperCase();
  if (schema === 'INFORMATION_SCHEMA') return undefined;
  return closedSchemas.has(schema)
    ? { code: 'not_allowed', message: `Functions of ${schema} are not allowed.` }
    : { code: 'not_allowed', message: 'Functions of a schema are not allowed: they may reach other systems.' };
}

const rules: ProofRules = {
  lexical: lexicalRules,
  dialect: 'Snowflake',
  beginnings: words('SELECT WITH VALUES'),
  otherStatements,
  refuse,
};

export const proveSelect = (sql: string, connection: string): Promise<void> => proveNative(sql, rules, connection);

/** The statement without a semicolon at its end. */
export function withoutEnd(sql: string): string {
  const end = lexNative(sql, lexicalRules).tokens.find((token) => token.kind === 'symbol' && token.text === ';');
  return end === undefined ? sql : sql.slice(0, end.start);
}

/** Whether the rows of the statement itself, not only of a subquery, are in an order. */
export function isOrdered(sql: string): boolean {
  let depth = 0;
  return lexNative(sql, lexicalRules).tokens.some((token) => {
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    return depth === 0 && isWord(token, 'ORDER');
  });
}
