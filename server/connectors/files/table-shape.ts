/** What a table of files looks like now: how DuckDB shall read it, its columns and its rows. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { JoineryError } from '../../errors.ts';
import type { StagedColumn } from '../connector.ts';
import { type CsvForm, FULL_SCAN_BYTES, inferCsv, readCsvSql, sniffCsv } from './csv.ts';
import { longestRecord } from './csv-records.ts';
import type { FileTable } from './discover.ts';
import { type Query, quoteLiteral } from './duckdb.ts';
import { stageText } from './guards.ts';
import { inferJson, readJsonSql } from './json.ts';
import { inspectSheets } from './xlsx/sheet-table.ts';

const SAMPLE_ROWS = 204_800;
const HEADER_SAMPLE_ROWS = 2048;

interface NamedType {
  readonly name: string;
  readonly type: string;
}

export interface InferredTable {
  readonly columns: readonly NamedType[];
  readonly rows: number | undefined;
}

/** Columns, types and rows as introspection tells them. */
export async function inferTable(query: Query, table: FileTable, signal: AbortSignal): Promise<InferredTable> {
  const found =
    table.format === 'xlsx' ? await inspectSheets(table, signal) : await inferByFormat(query, table, signal);
  const declared = new Map(Object.entries(table.declaration.columns ?? {}));
  const unknown = [...declared.keys()].filter((name) => !found.columns.some((column) => column.name === name));
  if (unknown.length > 0) throw new Error(`columns names ${unknown.join(', ')}, which the file does not have`);
  const columns = await Promise.all(
    found.columns.map(async ({ name, type }) => {
      const wanted = declared.get(name);
      return {
        name,
        type: wanted === undefined || table.format === 'parquet' ? type : await canonicalType(query, wanted),
      };
    }),
  );
  const partitions = table.format === 'parquet' ? [] : table.partitionKeys.map((name) => ({ name, type: 'VARCHAR' }));
  return { columns: [...columns, ...partitions], rows: found.rows };
}

async function inferByFormat(query: Query, table: FileTable, signal: AbortSignal): Promise<InferredTable> {
  if (table.format === 'parquet') return inferParquet(query, table);
  if (table.format === 'json' || table.format === 'jsonl') return inferJson(query, table);
  const [first, ...others] = await csvShapes(query, table, signal);
  if (first === undefined) throw new Error('there is no file');
  return inferCsv(query, table, first, others);
}

async function inferParquet(query: Query, table: FileTable): Promise<InferredTable> {
  const described = await query(`DESCRIBE SELECT * FROM ${readParquetSql(table)}`);
  const [counted] = await query(
    `SELECT sum(num_rows)::BIGINT AS row_count FROM parquet_file_metadata(${fileList(table)})`,
  );
  return {
    columns: described.map((row) => ({ name: String(row.column_name), type: String(row.column_type) })),
    rows: Number(counted?.row_count),
  };
}

/** The type as DuckDB writes it: `decimal(10, 2)` as `DECIMAL(10,2)`. */
async function canonicalType(query: Query, type: string): Promise<string> {
  if (!/^[A-Za-z0-9_ (),"]+$/.test(type)) throw new Error(`${type} is not a type`);
  const [row] = await query(`DESCRIBE SELECT NULL::${type} AS value`);
  return String(row?.column_type);
}

/** All files must have the columns of the first, in its order; only headers of the others are looked at beyond the full-scan size. */
async function csvShapes(query: Query, table: FileTable, signal: AbortSignal, sampleRows?: number) {
  const totalBytes = table.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const shapes: Awaited<ReturnType<typeof sniffCsv>>[] = [];
  let longestBytes = 0;
  for (const [index, file] of table.files.entries()) {
    if (file.sizeBytes === 0) throw new Error(`${basename(file.path)} is empty`);
    const sample = sampleRows ?? (totalBytes <= FULL_SCAN_BYTES ? -1 : index === 0 ? SAMPLE_ROWS : HEADER_SAMPLE_ROWS);
    const recordBytes = await longestRecord(file.path, table.compression, signal);
    longestBytes = Math.max(longestBytes, recordBytes);
    const shape = await sniffCsv(query, table, file.path, { sampleRows: sample, recordBytes });
    const columns = shape.columns.filter((column) => !table.partitionKeys.includes(column.name));
    const first =
      shapes[0]?.columns.map((column) => column.name).join('\0') ?? columns.map((column) => column.name).join('\0');
    if (columns.map((column) => column.name).join('\0') !== first)
      throw new Error(`${basename(file.path)} has other columns than ${basename(table.files[0]?.path ?? '')}`);
    shapes.push({ ...shape, columns });
  }
  // They are read together.
  return shapes.map((shape) => ({ ...shape, form: { ...shape.form, recordBytes: longestBytes } }));
}

const fileList = (table: FileTable) => `[${table.files.map((file) => quoteLiteral(file.path)).join(', ')}]`;

function readParquetSql(table: FileTable): string {
  const partitions =
    table.partitionKeys.length > 0
      ? 'hive_partitioning = true, hive_types_autocast = false'
      : 'hive_partitioning = false';
  return `read_parquet(${fileList(table)}, union_by_name = ${table.files.length > 1}, ${partitions})`;
}

/** Reads the forms and column names of the files as they are now, for a fetch. */
export async function currentForm(
  query: Query,
  table: FileTable,
  knownNames: readonly string[],
  signal: AbortSignal,
): Promise<{ names: readonly string[]; types: ReadonlyMap<string, string> | undefined; form: CsvForm | undefined }> {
  if (table.format === 'parquet') {
    const { columns } = await inferParquet(query, table);
    return {
      names: columns.map((column) => column.name),
      types: new Map(columns.map((column) => [column.name, column.type])),
      form: undefined,
    };
  }
  if (table.format === 'json' || table.format === 'jsonl') return { names: [], types: undefined, form: undefined };
  // A glance is enough where it finds the known columns; else the files are looked at as introspection did.
  for (const sampleRows of [HEADER_SAMPLE_ROWS, undefined]) {
    const [first] = await csvShapes(query, table, signal, sampleRows);
    const names = [...(first?.columns.map((column) => column.name) ?? []), ...table.partitionKeys];
    if (sampleRows === undefined || names.join('\0') === knownNames.join('\0'))
      return { names, types: undefined, form: first?.form };
  }
  throw new Error('unreachable');
}

/** The table expression for `columns` of the catalog, and how each travels. */
export function relationOf(
  table: FileTable,
  columns: readonly NamedType[],
  form: CsvForm | undefined,
): { relation: string; staged: StagedColumn[] } {
  if (table.format === 'parquet')
    return {
      relation: readParquetSql(table),
      staged: columns.map(({ name, type }) => ({ name, stagedType: type, type })),
    };
  const staged = columns.map(({ name, type }) => stageText(table.name, name, type));
  const read = staged
    .filter((column) => !table.partitionKeys.includes(column.name))
    .map((column) => ({ name: column.name, type: column.stagedType }));
  return { relation: form === undefined ? readJsonSql(table, read) : readCsvSql(table, form, read), staged };
}

/** Changes when a file comes, goes or is written. */
export async function fingerprint(table: FileTable, connection: string): Promise<string> {
  try {
    const states = await Promise.all(table.files.map((file) => stat(file.path)));
    return states.map((state, index) => `${table.files[index]?.path} ${state.size} ${state.mtimeMs}`).join('\n');
  } catch (error) {
    throw new JoineryError('source_changed', `A file of table ${table.name} has gone.`, {
      connection,
      hint: 'Refresh the connection and run again.',
      cause: error,
    });
  }
}
