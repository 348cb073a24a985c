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
    'l'.repeat(200),
  ],
  values: valueCases,
  hugeText: { type: 'TEXT', literal: "replace(hex(zeroblob(50000000)), '00', 'ab')" },
  // As many as SQLite takes unless it was built otherwise.
  widestTable: 2000,
  badInput: {
    wrongPassword: { never: 'a file has none' },
    unknownDatabase: { test: ['sqlite/sqlite.test.ts', 'says what is wrong with one that cannot be read'] },
    tlsRefused: { never: 'a file needs no network' },
    brokenStream: 'suite',
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { value: "'2024-02-29T23:59:59.123456789'" },
    invalidUtf8: { value: "CAST(x'ff41' AS TEXT)" },
    zeroDate: { value: "'2023-02-29'" },
    notANumber: { value: '-9e999' },
    hugeCell: 'suite',
    manyColumns: 'suite',
    wildNames: 'suite',
  },
  filters: filterCases,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a',
    mistake: { sql: 'SELECT \'fro\' AS "fro" /* fro */ FROM t fro m WHERE', offset: 43 },
    endless: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
    attacks,
  },
};
