/** SQLite in the words of the conformance suite. */
import type { ConformanceDefinition } from '../conformance/definition.ts';
import { attacks } from './test-attacks.ts';
import { filterCases } from './test-filters.ts';
import { valueCases } from './test-values.ts';
import { startSqliteSource } from './testing/sqlite-source.ts';

export const sqliteConformance: ConformanceDefinition = {
  capabilities: { snapshot: true, serverCancel: true, native: true },
  start: startSqliteSource,
  integerType: 'INTEGER',
  textType: 'TEXT',
  quoteText: (text) => `'${text.replaceAll("'", "''")}'`,
  knows: { comments: true, keys: true, notNull: true, emptyText: true },
  identifiers: [
    'select',
    'a.b',
    'say "hi"',
    'two words',
    "it's",
    'Ünïcode',
    'semi;colon',
    '-- dash',
    'line\nbreak',
    '1st',
    '[x]',
    '`y`',
  ],
  values: valueCases,
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a',
    mistake: { sql: 'SELECT \'fro\' AS "fro" /* fro */ FROM t fro m WHERE', offset: 43 },
    endless: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
    attacks,
  },
};
