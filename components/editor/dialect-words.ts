/** Words that completion offers in a dialect: those that the formatter knows of it, loaded with the first completion there. */

export interface DialectWords {
  readonly keywords: readonly string[];
  readonly functions: readonly string[];
}

/** The dialect's name among those of the formatter; undefined where DuckDB reads the statement. */
const dialects = {
  postgres: 'postgresql',
  mysql: 'mariadb',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  bigquery: 'bigquery',
  snowflake: 'snowflake',
  trino: 'trino',
} as const;

export const formatterDialect = (driver: string | undefined): (typeof dialects)[keyof typeof dialects] | undefined =>
  driver !== undefined && Object.hasOwn(dialects, driver) ? dialects[driver as keyof typeof dialects] : undefined;

/** Clauses of a SELECT, where the dialect has them; statements that write are not offered. */
const clauses = new Set([
  'QUALIFY',
  'LIMIT',
  'OFFSET',
  'FETCH FIRST',
  'FETCH NEXT',
  'WINDOW',
  'TABLESAMPLE',
  'PIVOT',
  'UNPIVOT',
  'MATCH_RECOGNIZE',
]);
/** Words of statements that only a session or a script has. */
const writing =
  /^(?:ALTER|CALL|CREATE|DELETE|DROP|EXECUTE|GRANT|INSERT|LOCK|MERGE|PREPARE|RENAME|REVOKE|ROLLBACK|TRUNCATE|UPDATE|UPSERT)\b/;

const known = new Map<string, DialectWords>();

export async function dialectWords(driver: string | undefined): Promise<DialectWords | undefined> {
  const name = formatterDialect(driver);
  if (name === undefined) return undefined;
  const found = known.get(name);
  if (found !== undefined) return found;
  const { tokenizerOptions: words } = (await import('sql-formatter'))[name];
  const keywords = [
    ...words.reservedClauses.filter((word) => clauses.has(word)),
    ...words.reservedKeywords,
    ...words.reservedDataTypes,
  ].filter((word) => /^[A-Z_][A-Z0-9_ ]*$/.test(word) && !writing.test(word));
  const answer = {
    keywords: [...new Set(keywords)].sort(),
    functions: [...new Set(words.reservedFunctionNames)].sort(),
  };
  known.set(name, answer);
  return answer;
}
