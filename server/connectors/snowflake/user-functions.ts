/** Functions that users of the database have made may call other systems, so a native statement may not call them. */
import { JoineryError } from '../../errors.ts';
import { lexNative } from '../native-lexer.ts';
import type { QueryText } from './dialect.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { lexicalRules } from './prove-select.ts';

export async function refuseUserFunctions(
  sql: string,
  database: string,
  connection: string,
  ask: (query: QueryText) => Promise<readonly Readonly<Record<string, string | null>>[]>,
): Promise<void> {
  const names = calledNames(sql);
  if (names.length === 0) return;
  const [found] = await ask({
    sql: `SELECT FUNCTION_NAME FROM ${quoteIdentifier(database)}.INFORMATION_SCHEMA.FUNCTIONS WHERE FUNCTION_NAME IN (${names
      .map(textLiteral)
      .join(', ')}) LIMIT 1`,
    binds: [],
  });
  if (found === undefined) return;
  throw new JoineryError('not_allowed', `Functions of users such as ${found.FUNCTION_NAME} are not allowed.`, {
    connection,
  });
}

function calledNames(sql: string): readonly string[] {
  const { tokens } = lexNative(sql, lexicalRules);
  const names = tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const isCall =
      next?.kind === 'symbol' && next.text === '(' && (token.kind === 'word' || token.kind === 'quotedName');
    return isCall && !keywords.has(token.text) ? [token.text] : [];
  });
  return [...new Set(names)];
}

/** Words before a bracket that are no functions. */
const keywords = new Set(
  'AND ANY AS BY CASE DISTINCT ELSE EXCEPT EXISTS FROM HAVING IN INTERSECT JOIN LATERAL NOT ON OR OVER QUALIFY SELECT SOME TABLE THEN UNION USING VALUES WHEN WHERE WITH WITHIN ALL'.split(
    ' ',
  ),
);
