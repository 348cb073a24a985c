/** What differs between dialects for a reader of tokens. Grammar is never parsed here: DuckDB and the sources do that. */
export interface LexicalRules {
  /** Block comments may hold block comments. */
  readonly hasNestedComments: boolean;
  /** `# ...` is a comment. */
  readonly hasHashComments: boolean;
  /** `--` is a comment only before a blank. */
  readonly hasSpacedDashComments: boolean;
  /** `// ...` is a comment. */
  readonly hasSlashComments: boolean;
  /** `\'` inside a plain string is a quote. */
  readonly hasBackslashEscapes: boolean;
  /** `"..."` is a string, not a name. */
  readonly hasDoubleQuotedStrings: boolean;
  readonly hasBackticks: boolean;
  readonly hasBrackets: boolean;
  /** `$$...$$` and `$tag$...$tag$`. */
  readonly hasDollarQuotes: boolean;
  /** `'''...'''` and `"""..."""`, in which single quotes may stand. */
  readonly hasTripleQuotes: boolean;
  /** `E'...'` with backslash escapes. */
  readonly hasEscapeStrings: boolean;
}

const postgresLike: LexicalRules = {
  hasNestedComments: true,
  hasHashComments: false,
  hasSpacedDashComments: false,
  hasSlashComments: false,
  hasBackslashEscapes: false,
  hasDoubleQuotedStrings: false,
  hasBackticks: false,
  hasBrackets: false,
  hasDollarQuotes: true,
  hasTripleQuotes: false,
  hasEscapeStrings: true,
};

const mysqlLike: LexicalRules = {
  hasNestedComments: false,
  hasHashComments: true,
  hasSpacedDashComments: true,
  hasSlashComments: false,
  hasBackslashEscapes: true,
  hasDoubleQuotedStrings: true,
  hasBackticks: true,
  hasBrackets: false,
  hasDollarQuotes: false,
  hasTripleQuotes: false,
  hasEscapeStrings: false,
};

const sqliteLike: LexicalRules = {
  hasNestedComments: false,
  hasHashComments: false,
  hasSpacedDashComments: false,
  hasSlashComments: false,
  hasBackslashEscapes: false,
  hasDoubleQuotedStrings: false,
  hasBackticks: true,
  hasBrackets: true,
  hasDollarQuotes: false,
  hasTripleQuotes: false,
  hasEscapeStrings: false,
};

const bigqueryLike: LexicalRules = { ...mysqlLike, hasSpacedDashComments: false, hasTripleQuotes: true };

const snowflakeLike: LexicalRules = {
  ...postgresLike,
  hasSlashComments: true,
  hasNestedComments: false,
  hasBackslashEscapes: true,
  hasEscapeStrings: false,
};

export const trinoRules: LexicalRules = {
  ...postgresLike,
  hasNestedComments: false,
  hasDollarQuotes: false,
  hasEscapeStrings: false,
};

const byDriver: Readonly<Record<string, LexicalRules>> = {
  postgres: postgresLike,
  duckdb: postgresLike,
  files: postgresLike,
  mysql: mysqlLike,
  mariadb: mysqlLike,
  sqlite: sqliteLike,
  bigquery: bigqueryLike,
  snowflake: snowflakeLike,
  trino: trinoRules,
};

/** Rules of a driver's own dialect; federated SQL is DuckDB's, and so is the guess for a driver not known here. */
export const rulesOfDriver = (driver: string | undefined): LexicalRules =>
  (driver === undefined ? undefined : byDriver[driver]) ?? postgresLike;

export const duckdbRules = postgresLike;
