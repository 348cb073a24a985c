/** Proof that a native statement is one SELECT that only reads the warehouse's own data; BigQuery's dry run must then call it a SELECT too. */
import type { NativeRules, NativeToken } from '../native-lexer.ts';
import { type ProofRules, proveNative, type Refusal } from '../prove-native.ts';

export const lexicalRules: NativeRules = {
  lineComments: ['#', '--'],
  hasDoubleQuotedStrings: true,
  hasBackticks: true,
  hasTripleQuotes: true,
  hasDollarQuotes: false,
  wordPart: /[\p{L}\p{N}_]/u,
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const otherStatements = words(
  `ALTER ANALYZE ASSERT BEGIN BREAK CALL CASE CLONE COMMIT CONTINUE COPY CREATE DECLARE DELETE DENY DROP EXECUTE EXPLAIN EXPORT FOR GRANT IF INSERT
  ITERATE LEAVE LOAD LOOP MERGE RAISE RENAME REPEAT RETURN REVOKE ROLLBACK SET START TRUNCATE UNDROP UPDATE WHILE`,
);

/** Functions that send data to other systems, run models at a price of their own, or read keys. */
const closedFunctions = words(
  `EXTERNAL_QUERY EXTERNAL_OBJECT_TRANSFORM SESSION_USER_KEY REMOTE_FUNCTION LOAD_MODEL GENERATE_TEXT GENERATE_TABLE GENERATE_EMBEDDING`,
);
/** Namespaces of such functions. */
const closedNamespaces = words('ML AI BQ OBJ GAP MODEL');
/** Namespaces of built-in functions; a call under any other name is a routine of the users, which may call remote services. */
const openNamespaces = words('SAFE NET KEYS HLL_COUNT KLL_QUANTILES AEAD D3A_COUNT RANGE');

const isSymbol = (token: NativeToken | undefined, text: string) => token?.kind === 'symbol' && token.text === text;
const isName = (token: NativeToken | undefined) => token?.kind === 'word' || token?.kind === 'quotedName';

function refuse(tokens: readonly NativeToken[], index: number): Refusal | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token === undefined) return undefined;
  if (isSymbol(token, '@') && isSymbol(next, '@'))
    return { code: 'not_allowed', message: 'System variables are not allowed.' };
  if (isSymbol(token, '@') || isSymbol(token, '?'))
    return { code: 'not_allowed', message: 'Write parameters as {{name}}; other parameters have no value here.' };
  if (token.kind === 'word' && token.text === 'FOR' && (next?.text === 'UPDATE' || next?.text === 'SHARE'))
    return { code: 'not_a_select', message: 'A SELECT that locks rows is not allowed.' };
  if (isName(token) && isSymbol(next, '(')) return refuseCall(tokens, index);
  if (token.kind === 'word' && isSymbol(tokens[index - 1], '>') && isSymbol(tokens[index - 2], '|'))
    return pipeOperators.has(token.text)
      ? undefined
      : { code: 'not_a_select', message: `The pipe operator ${token.text} is not allowed.` };
  return undefined;
}

/** `|> EXPORT DATA`, `|> CREATE TABLE`, `|> INSERT`, `|> CALL`, `|> FORK` and whatever comes next do more than read. */
const pipeOperators = words(
  `SELECT EXTEND SET DROP RENAME AS WHERE LIMIT AGGREGATE DISTINCT ORDER UNION INTERSECT EXCEPT JOIN INNER LEFT RIGHT FULL CROSS TABLESAMPLE PIVOT UNPIVOT
  WINDOW WITH`,
);

function refuseCall(tokens: readonly NativeToken[], index: number): Refusal | undefined {
  const token = tokens[index];
  const name = token?.text.toUpperCase() ?? '';
  const isQualified = isSymbol(tokens[index - 1], '.');
  if (closedFunctions.has(name)) return { code: 'not_allowed', message: `The function ${name} is not allowed.` };
  if (!isQualified && !(token?.kind === 'quotedName' && name.includes('.'))) return undefined;
  const namespace = (tokens[index - 2]?.text ?? '').toUpperCase();
  const isPlain = isQualified && !isSymbol(tokens[index - 3], '.') && tokens[index - 2]?.kind === 'word';
  if (isPlain && openNamespaces.has(namespace)) return undefined;
  return closedNamespaces.has(namespace)
    ? { code: 'not_allowed', message: `Functions of ${namespace} are not allowed.` }
    : {
        code: 'not_allowed',
        message: 'Routines and table functions of a dataset are not allowed: they may reach other systems.',
      };
}

const rules: ProofRules = {
  lexical: lexicalRules,
  dialect: 'BigQuery',
  beginnings: words('SELECT WITH FROM'),
  otherStatements,
  refuse,
};

export const proveSelect = (sql: string, connection: string): Promise<void> => proveNative(sql, rules, connection);
