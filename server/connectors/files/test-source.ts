/** Files of each format in the words of the conformance suite. */
import type { ConformanceDefinition, FilterCase } from '../conformance/definition.ts';
import { csvValues, jsonValues, parquetValues, xlsxValues } from './test-values.ts';
import { startFilesSource } from './testing/files-source.ts';

const nothing = { equal: 'no', unequal: 'no', range: 'no', in: 'no', prefix: 'no' } as const;
const filters: readonly FilterCase[] = [
  { type: 'VARCHAR', literals: ["'a'", "'B'"], constantType: 'VARCHAR', constants: ['a'], verdicts: nothing },
];

/** What all formats have in common; each adds what is its own. */
const badInput = {
  wrongPassword: { never: 'a file has none' },
  unknownDatabase: { test: ['files/files.test.ts', 'says that a folder is not there'] },
  tlsRefused: { never: 'a file needs no network' },
  brokenStream: { test: ['../../test/faults/files.test.ts', 'while it is read'] },
  droppedTable: 'suite',
  alteredTable: 'suite',
  zeroDate: { never: 'what is no date is text' },
  wildNames: 'suite',
} as const;
const hugeText = { type: 'VARCHAR', literal: "repeat('0123456789', 10000000)" };

const shared: Omit<ConformanceDefinition, 'start' | 'knows' | 'values' | 'badInput'> = {
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
    'l'.repeat(100),
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
  widestTable: 200,
  badInput: {
    ...badInput,
    outOfRange: { test: ['files/files.test.ts', 'refuses more digits than a DECIMAL holds'] },
    invalidUtf8: { test: ['../../test/faults/bad-bytes.test.ts', 'bytes that are no UTF-8 are refused'] },
    notANumber: { never: 'NaN is a text there' },
    hugeCell: { test: ['../../test/faults/bad-bytes.test.ts', 'a cell of 100 MB in a CSV file'] },
    manyColumns: 'suite',
  },
};

export const parquetConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('parquet'),
  knows: { ...knows, emptyText: true },
  values: parquetValues,
  hugeText,
  widestTable: 2_000,
  badInput: {
    ...badInput,
    outOfRange: { never: 'its values are those of DuckDB' },
    invalidUtf8: { test: ['../../test/faults/bad-bytes.test.ts', 'bytes that are no UTF-8 are refused'] },
    notANumber: { value: "'nan'" },
    hugeCell: 'suite',
    manyColumns: 'suite',
  },
};

export const jsonConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('jsonl'),
  knows: { ...knows, emptyText: true, absentIsNull: true },
  values: jsonValues,
  widestTable: 200,
  badInput: {
    ...badInput,
    outOfRange: { test: ['files/files.test.ts', 'refuses more digits than a DECIMAL holds'] },
    invalidUtf8: { test: ['../../test/faults/bad-bytes.test.ts', 'bytes that are no UTF-8 are refused'] },
    notANumber: { never: 'JSON has neither' },
    hugeCell: { test: ['../../test/faults/bad-bytes.test.ts', 'a cell of 100 MB in a JSON file'] },
    manyColumns: 'suite',
  },
};

export const xlsxConformance: ConformanceDefinition = {
  ...shared,
  start: () => startFilesSource('xlsx'),
  // A cell without text is no cell.
  knows: { ...knows, emptyText: false },
  values: xlsxValues,
  manyRows: 100_000,
  widestTable: 1_000,
  badInput: {
    ...badInput,
    outOfRange: { never: 'numbers there are floats' },
    invalidUtf8: { test: ['../../test/faults/bad-bytes.test.ts', 'bytes that are no UTF-8 are refused'] },
    notANumber: { never: 'a cell holds neither' },
    hugeCell: { never: 'a cell holds at most 32,767 letters' },
    manyColumns: 'suite',
  },
};
