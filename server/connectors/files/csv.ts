/**
 * CSV and TSV files: their form is sniffed by DuckDB, their types are then narrowed to those that lose nothing. A number with a fraction
 * becomes DECIMAL, not DOUBLE; a number with leading zeros, a date in another order than year-month-day, or an instant finer than
 * microseconds stays text.
 */
import { recordOptions } from './csv-records.ts';
import type { FileTable } from './discover.ts';
import { type Query, quoteIdentifier, quoteLiteral } from './duckdb.ts';
import { isExactSql } from './guards.ts';

/** Up to this size in all, every value is looked at; beyond, a sample. */
export const FULL_SCAN_BYTES = 100 * 1024 * 1024;
const SAMPLE_ROWS = 204_800;
const LOOKED_AT_ONCE = 500;

export interface CsvForm {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly hasHeader: boolean;
  readonly skip: number;
  /** Bytes of the longest record, at least DuckDB's usual. */
  readonly recordBytes: number;
}

export interface CsvShape {
  readonly form: CsvForm;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Form and sniffed types of one file. `sampleRows`: -1 looks at all. */
export async function sniffCsv(
  query: Query,
  table: FileTable,
  path: string,
  { sampleRows, recordBytes }: { readonly sampleRows: number; readonly recordBytes: number },
): Promise<CsvShape> {
  const { delimiter, header, encoding } = table.declaration;
  const given = [
    `sample_size = ${sampleRows}`,
    ...recordOptions(recordBytes),
    ...(delimiter === undefined
      ? table.format === 'tsv'
        ? [`delim = '\t'`]
        : []
      : [`delim = ${quoteLiteral(delimiter)}`]),
    ...(header === undefined ? [] : [`header = ${header}`]),
    ...(encoding === undefined ? [] : [`encoding = ${quoteLiteral(encoding)}`]),
    ...(table.compression === 'none' ? [] : [`compression = ${quoteLiteral(table.compression)}`]),
  ];
  const [found] = await query(
    `SELECT Delimiter, Quote, Escape, HasHeader, SkipRows, Columns, DateFormat, TimestampFormat FROM sniff_csv(${[quoteLiteral(path), ...given].join(', ')})`,
  );
  const columns = (found?.Columns ?? []) as { name: string; type: string }[];
  const isIso = { DATE: isIsoFormat(found?.DateFormat), TIMESTAMP: isIsoFormat(found?.TimestampFormat) };
  return {
    form: {
      delimiter: String(found?.Delimiter ?? ','),
      quote: orUsual(found?.Quote, '"'),
      escape: orUsual(found?.Escape, '"'),
      hasHeader: found?.HasHeader === true,
      skip: Number(found?.SkipRows ?? 0),
      recordBytes,
    },
    columns: columns.map(({ name, type }) => ({ name, type: keepsMeaning(type, isIso) ? type : 'VARCHAR' })),
  };
}

/** A character that the sample did not show may still come later: then it means what it means in every CSV file. */
const orUsual = (value: unknown, ifNone: string) =>
  value === '(empty)' || value === undefined || value === '' ? ifNone : String(value);
const isIsoFormat = (format: unknown) => format === null || format === undefined || /^%Y-%m-%d/.test(String(format));
const keepsMeaning = (type: string, isIso: { DATE: boolean; TIMESTAMP: boolean }) =>
  type === 'DATE' ? isIso.DATE : type.startsWith('TIMESTAMP') ? isIso.TIMESTAMP : true;

/** DuckDB's reading of the files with everything said: inference cannot change under us. */
export function readCsvSql(
  table: FileTable,
  form: CsvForm,
  columns: readonly { readonly name: string; readonly type: string }[],
): string {
  const types = columns.map((column) => `${quoteLiteral(column.name)}: ${quoteLiteral(column.type)}`);
  const parts = [
    `[${table.files.map((file) => quoteLiteral(file.path)).join(', ')}]`,
    'auto_detect = false',
    `columns = {${types.join(', ')}}`,
    `header = ${form.hasHeader}`,
    `delim = ${quoteLiteral(form.delimiter)}`,
    `quote = ${quoteLiteral(form.quote)}`,
    `escape = ${quoteLiteral(form.escape)}`,
    `nullstr = ''`,
    ...recordOptions(form.recordBytes),
    ...(form.skip === 0 ? [] : [`skip = ${form.skip}`]),
    ...(table.compression === 'none' ? [] : [`compression = ${quoteLiteral(table.compression)}`]),
    ...(table.declaration.encoding === undefined ? [] : [`encoding = ${quoteLiteral(table.declaration.encoding)}`]),
    ...(table.partitionKeys.length > 0
      ? ['hive_partitioning = true', 'hive_types_autocast = false']
      : ['hive_partitioning = false']),
  ];
  return `read_csv(${parts.join(', ')})`;
}

export interface CsvTypes {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number | undefined;
}

/** Types of all files of the table together, and their rows where all were read. */
export async function inferCsv(
  query: Query,
  table: FileTable,
  shape: CsvShape,
  others: readonly CsvShape[],
): Promise<CsvTypes> {
  const totalBytes = table.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const readsAll = totalBytes <= FULL_SCAN_BYTES;
  const sniffed = shape.columns.map((column, index) => ({
    name: column.name,
    type: commonType([column.type, ...others.map((other) => other.columns[index]?.type ?? 'VARCHAR')]),
  }));
  const source = readCsvSql(
    table,
    shape.form,
    sniffed.map((column) => ({ name: column.name, type: 'VARCHAR' })),
  );
  const looked = sniffed.flatMap(({ name, type }, index) =>
    type === 'VARCHAR' ? [] : [measureSql(name, type, index)],
  );
  const found = await lookAt(query, looked, readsAll ? source : `(FROM ${source} LIMIT ${SAMPLE_ROWS})`);
  return {
    columns: sniffed.map(({ name, type }, index) => ({
      name,
      type: type === 'VARCHAR' ? type : narrowed(type, measured(found, index)),
    })),
    rows: readsAll ? Number(found.row_count) : undefined,
  };
}

/** Aggregates over one relation, some at a time: thousands in one query cost DuckDB gigabytes. */
export async function lookAt(
  query: Query,
  aggregates: readonly string[],
  relation: string,
): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (let from = 0; from === 0 || from < aggregates.length; from += LOOKED_AT_ONCE) {
    const some = aggregates.slice(from, from + LOOKED_AT_ONCE);
    const [row] = await query(`SELECT ${['count(*) AS row_count', ...some].join(', ')} FROM ${relation}`);
    Object.assign(found, row);
  }
  return found;
}

/** The type that all files agree on. */
function commonType(types: readonly string[]): string {
  const distinct = new Set(types);
  if (distinct.size === 1) return types[0] ?? 'VARCHAR';
  return [...distinct].every((type) => type === 'BIGINT' || type === 'DOUBLE') ? 'DOUBLE' : 'VARCHAR';
}

interface Measure {
  /** Every text has a form that the sniffed type holds exactly. */
  readonly isExact: boolean;
  /** Every text is a decimal number without exponent. */
  readonly isPlain: boolean;
  readonly wholeDigits: number;
  readonly scale: number;
}

const PLAIN_NUMBER = '\\s*[+-]?(0|[1-9][0-9]*)?[.]?[0-9]*\\s*';

function measureSql(name: string, type: string, index: number): string {
  const c = quoteIdentifier(name);
  return [
    `coalesce(bool_and(${isExactSql(name, type)}), true) AS exact_${index}`,
    `coalesce(bool_and(regexp_full_match(${c}, ${quoteLiteral(PLAIN_NUMBER)})), true) AS plain_${index}`,
    `coalesce(max(length(regexp_extract(${c}, '^\\s*[+-]?0*([0-9]*)', 1))), 0) AS whole_${index}`,
    `coalesce(max(length(regexp_extract(${c}, '[.]([0-9]*)', 1))), 0) AS scale_${index}`,
  ].join(', ');
}

const measured = (row: Readonly<Record<string, unknown>>, index: number): Measure => ({
  isExact: row[`exact_${index}`] === true,
  isPlain: row[`plain_${index}`] === true,
  wholeDigits: Number(row[`whole_${index}`]),
  scale: Number(row[`scale_${index}`]),
});

function narrowed(type: string, measure: Measure): string {
  if (type === 'DOUBLE') return measure.isPlain ? numberType(measure) : type;
  return measure.isExact ? type : 'VARCHAR';
}

/** Long fractions are printed binary floats: up to 17 digits of them a DOUBLE gives back as they are. */
function numberType({ wholeDigits, scale }: Measure): string {
  const digits = wholeDigits + scale;
  if (scale > 9 && digits <= 17) return 'DOUBLE';
  if (digits <= 18) return `DECIMAL(18,${scale})`;
  return digits <= 38 ? `DECIMAL(38,${scale})` : 'VARCHAR';
}
