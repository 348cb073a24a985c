/** DuckDB files in the words of the conformance suite. */
import type { ConformanceDefinition, FilterCase } from '../conformance/definition.ts';
import { type Verdict, type Verdicts, verdictsOf } from '../judge-atom.ts';
import { attacks } from './test-attacks.ts';
import { valueCases } from './test-values.ts';
import { startDuckdbSource, startDuckdbViews } from './testing/duckdb-source.ts';

/** Prefixes too. */
const all = (verdict: Verdict): Verdicts => ({ ...verdictsOf(verdict), prefix: verdict });

const filter = (
  type: string,
  literals: readonly string[],
  constants: readonly string[],
  verdicts: Verdicts,
  constantType = type,
): FilterCase => ({
  type,
  literals,
  constantType,
  constants,
  verdicts,
});

const texts = ["''", "'a'", "'A'", "'a '", "'Ä'", "'b%'", "'a' || chr(0)"];
const textConstants = ['', 'a', 'A', 'a ', 'b%'];

const filters: readonly FilterCase[] = [
  filter('VARCHAR', texts, textConstants, all('no')),
  filter('BIGINT', ['1'], ['1'], all('no')),
];

const shared: Omit<ConformanceDefinition, 'start' | 'knows' | 'values' | 'filters'> = {
  hugeText: { type: 'VARCHAR', literal: "repeat('0123456789', 10000000)" },
  badInput: {
    wrongPassword: { never: 'a file has none' },
    unknownDatabase: { test: ['duckdb/duckdb.test.ts', "['missing.duckdb', 'source_unreachable'"] },
    tlsRefused: { never: 'a file needs no network' },
    brokenStream: { test: ['duckdb/duckdb.test.ts', 'held by a writer: says who holds it'] },
    droppedTable: 'suite',
    alteredTable: 'suite',
    outOfRange: { never: 'its values are those of DuckDB' },
    invalidUtf8: { never: 'DuckDB refuses it when it is written' },
    zeroDate: { never: 'dates are those of a calendar' },
    notANumber: { value: "'nan'" },
    hugeCell: 'suite',
    manyColumns: { test: ['duckdb/duckdb.test.ts', 'reads 10,000 columns'] },
    wildNames: 'suite',
  },
  capabilities: { snapshot: false, serverCancel: false, native: true },
  integerType: 'BIGINT',
  textType: 'VARCHAR',
  quoteText: (text) => `'${text.replaceAll("'", "''")}'`,
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
    'a*b?',
    '{c,d}',
    'l'.repeat(200),
  ],
};

export const duckdbConformance: ConformanceDefinition = {
  ...shared,
  start: startDuckdbSource,
  knows: { comments: true, keys: true, notNull: true, emptyText: true },
  values: valueCases,
  filters,
  native: {
    twoColumns: 'SELECT 1 AS a, 2 AS a',
    mistake: { sql: "SELECT 'ä' AS fro FROM first fro m WHERE", offset: 32 },
    // What may differ between two evaluations runs in the connector, the rest in the engine.
    endless:
      'SELECT count(*) FROM range(1000000000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1 AND random() < 2',
    attacks,
  },
};

export const viewsConformance: ConformanceDefinition = {
  ...shared,
  start: startDuckdbViews,
  knows: { comments: false, keys: false, notNull: false, emptyText: true },
  values: valueCases,
  filters,
};
