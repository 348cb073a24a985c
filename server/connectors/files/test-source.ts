/** Files of each format in the words of the conformance suite. */
import type { ConformanceDefinition, FilterCase } from '../conformance/definition.ts';
import { csvValues, jsonValues, parquetValues, xlsxValues } from './test-values.ts';
import { startFilesSource } from './testing/files-source.ts';

const nothing = { equal: 'no', unequal: 'no', range: 'no', in: 'no', prefix: 'no' } as const;
const filters: readonly FilterCase[] = [
  { type: 'VARCHAR', literals: ["'a'", "'B'"], constantType: 'VARCHAR', constants: ['a'], verdicts: nothing },
];

const shared: Omit<ConformanceDefinition, 'start' | 'knows' | 'values'> = {
  capabilities: { snapshot: false, serverCancel: false, native: false },
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
    '1st',
    '[x]',
    'a*b',
    '{c,d}',
  ],
  filters,
};
const knows = { comments: false, keys: false, notNull: false };

export const csvConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('csv'),
  // An empty field of a CSV file is NULL, quoted or not.
  knows: { ...knows, emptyText: false },
  values: csvValues,
};

export const parquetConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('parquet'),
  knows: { ...knows, emptyText: true },
  values: parquetValues,
};

export const jsonConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('jsonl'),
  knows: { ...knows, emptyText: true },
  values: jsonValues,
};

export const xlsxConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('xlsx'),
  // A cell without text is no cell.
  knows: { ...knows, emptyText: false },
  values: xlsxValues,
};
