/**
 * JSON files, an array or one value a line. Types are inferred from the files; nested objects and lists stay JSON, so that nothing in them is
 * cast. DuckDB rounds a fraction that meets an integer column, therefore integers are read as text and checked.
 */
import { FULL_SCAN_BYTES, lookAt } from './csv.ts';
import type { FileTable } from './discover.ts';
import { type Query, quoteLiteral } from './duckdb.ts';
import { isExactSql } from './guards.ts';

const SAMPLE_ROWS = 204_800;

function readJson(table: FileTable, rest: readonly string[]): string {
  const parts = [
    `[${table.files.map((file) => quoteLiteral(file.path)).join(', ')}]`,
    `format = '${table.format === 'jsonl' ? 'newline_delimited' : 'auto'}'`,
    ...(table.compression === 'none' ? [] : [`compression = ${quoteLiteral(table.compression)}`]),
    ...(table.partitionKeys.length > 0
      ? ['hive_partitioning = true', 'hive_types_autocast = false']
      : ['hive_partitioning = false']),
    'maximum_object_size = 67108864',
    ...rest,
  ];
  return `read_json(${parts.join(', ')})`;
}

/** `columns` with the types in which they are read. */
export function readJsonSql(
  table: FileTable,
  columns: readonly { readonly name: string; readonly type: string }[],
): string {
  const types = columns.map((column) => `${quoteLiteral(column.name)}: ${quoteLiteral(column.type)}`);
  return readJson(table, [`columns = {${types.join(', ')}}`]);
}

export async function inferJson(
  query: Query,
  table: FileTable,
): Promise<{ columns: { name: string; type: string }[]; rows: number | undefined }> {
  const readsAll = table.files.reduce((sum, file) => sum + file.sizeBytes, 0) <= FULL_SCAN_BYTES;
  const sniffed = await query(
    `DESCRIBE SELECT * FROM ${readJson(table, [
      `sample_size = ${readsAll ? -1 : SAMPLE_ROWS}`,
      'union_by_name = true',
      'maximum_depth = 2',
      'convert_strings_to_integers = false',
    ])}`,
  );
  const columns = sniffed
    .map((row) => ({ name: String(row.column_name), type: scalarType(String(row.column_type)) }))
    .filter((column) => !table.partitionKeys.includes(column.name));
  const source = readJsonSql(
    table,
    columns.map(({ name, type }) => ({ name, type: type === 'JSON' ? type : 'VARCHAR' })),
  );
  const looked = columns.map(({ name, type }, index) => `${typeSql(name, type)} AS type_${index}`);
  const found = await lookAt(query, looked, readsAll ? source : `(FROM ${source} LIMIT ${SAMPLE_ROWS})`);
  return {
    columns: columns.map(({ name }, index) => ({ name, type: String(found[`type_${index}`] ?? 'VARCHAR') })),
    rows: readsAll ? Number(found.row_count) : undefined,
  };
}

/** The first type of those that fit the sniffed one whose form all texts have. */
function typeSql(name: string, type: string): string {
  const candidates = type === 'TIMESTAMP' ? [type, 'TIMESTAMP WITH TIME ZONE'] : [type];
  const tests = candidates.map(
    (candidate) => `WHEN coalesce(bool_and(${isExactSql(name, candidate)}), true) THEN ${quoteLiteral(candidate)}`,
  );
  return `CASE ${tests.join(' ')} ELSE 'VARCHAR' END`;
}

/** UUIDs stay text: DuckDB's type would change their letters to small ones. */
const isScalar = /^(BOOLEAN|BIGINT|UBIGINT|HUGEINT|DOUBLE|DATE|TIME|TIMESTAMP|VARCHAR)$/;
const scalarType = (type: string): string => (isScalar.test(type) ? type : type === 'UUID' ? 'VARCHAR' : 'JSON');
