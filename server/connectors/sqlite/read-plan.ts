/** From a request to what the reader process runs: the readable SELECT of the dialect with each row rendered as one CSV record. Pure. */
import type { ColumnInfo, StagedColumn, TableRequest } from '../connector.ts';
import { filterSql, quoteIdentifier, selectSql } from './dialect.ts';
import type { ReadPlan } from './reader-protocol.ts';
import { fieldSql, stagedTypeOf } from './value-sql.ts';

/** What a request without columns sends: its rows can still be counted. */
const ROW_MARK: ColumnInfo = { name: 'joinery_row', sourceType: 'INTEGER', type: 'BIGINT', nullable: false };

export function tablePlan(
  request: TableRequest,
  encoding: string,
): { plan: ReadPlan; columns: readonly StagedColumn[] } {
  const { table } = request;
  const columns = request.columns.length > 0 ? request.columns : [ROW_MARK];
  const rowidName = ['_rowid_', 'rowid', 'oid'].find(
    (name) => !table.columns.some((column) => column.name.toLowerCase() === name),
  );
  const source = `main.${quoteIdentifier(table.name)}`;
  const filters = filterSql(table, request.filters);
  const where = filters === undefined ? '' : ` WHERE ${filters}`;
  const limit = request.limit === undefined ? '' : ` LIMIT ${request.limit}`;
  const record = (rowid: string) =>
    asBytes(encoding, recordSql(columns.map((column, index) => renderColumn(column, index, rowid))));
  const isView = table.kind === 'view';
  const rowsSql = isView
    ? [viewRows(request, columns, encoding, where)]
    : [rowidName, 'NULL']
        .filter((rowid) => rowid !== undefined)
        .map((rowid) => `SELECT ${record(rowid)} FROM ${source}${where}${limit}`);
  return {
    columns: stagedColumns(columns),
    plan: {
      table: table.name,
      columns: columns.map(({ name, sourceType, type }) => ({ name, sourceType: sourceType || type })),
      rowsSql,
      parameters: isView ? [1] : [],
      limit: request.limit,
      ranges:
        isView || rowidName === undefined || request.limit !== undefined
          ? undefined
          : {
              explainSql: `EXPLAIN QUERY PLAN ${selectSql(request)}`,
              rangeSql: rangeSql(request, source, rowidName, filters, record('joinery_rowid'), encoding),
            },
    },
  };
}

/**
 * `sql` is proven a SELECT of `columns.length` columns of unique names. The inner LIMIT with the outer WHERE keeps SQLite from merging the two SELECTs, so
 * that each expression is computed once, however often the rendering looks at it.
 */
export function nativePlan(
  sql: string,
  columns: readonly ColumnInfo[],
  limit: number | undefined,
  encoding: string,
): { plan: ReadPlan; columns: readonly StagedColumn[] } {
  const inner = columns.map((_, index) => `c${index}`);
  const record = recordSql(columns.map((column, index) => fieldSql(column.type, `c${index}`, index, 'NULL')));
  return {
    columns: stagedColumns(columns),
    plan: {
      table: undefined,
      columns: columns.map(({ name, sourceType, type }) => ({ name, sourceType: sourceType || type })),
      rowsSql: [
        `WITH joinery_rows(${inner.join(', ')}) AS (${sql}\n) SELECT ${asBytes(encoding, record)} FROM (SELECT * FROM joinery_rows LIMIT ${limit ?? -1}) WHERE ?1`,
      ],
      parameters: [1],
      limit,
      ranges: undefined,
    },
  };
}

function viewRows(request: TableRequest, columns: readonly ColumnInfo[], encoding: string, where: string): string {
  const inner = columns
    .map((column, index) => `${column === ROW_MARK ? '1' : quoteIdentifier(column.name)} AS c${index}`)
    .join(', ');
  const record = recordSql(columns.map((column, index) => fieldSql(column.type, `c${index}`, index, 'NULL')));
  const from = `main.${quoteIdentifier(request.table.name)}`;
  return `SELECT ${asBytes(encoding, record)} FROM (SELECT ${inner} FROM ${from}${where} LIMIT ${request.limit ?? -1}) WHERE ?1`;
}

/** Rows scanned, last rowid, rows kept, and the records of those kept; parameters: first rowid, rows to scan. */
function rangeSql(
  request: TableRequest,
  source: string,
  rowid: string,
  filters: string | undefined,
  record: string,
  encoding: string,
): string {
  const needed = request.table.columns.map((column) => quoteIdentifier(column.name));
  const scan = `SELECT ${[`${rowid} AS joinery_rowid`, ...needed].join(', ')} FROM ${source} NOT INDEXED WHERE ${rowid} >= ?1 ORDER BY ${rowid} LIMIT ?2`;
  const kept = filters === undefined ? '' : ` FILTER (WHERE ${filters})`;
  const line = record.replace(/^CAST\((.*) AS BLOB\)$/s, '$1');
  return `SELECT count(*), max(joinery_rowid), count(*)${kept}, ${asBytes(encoding, `group_concat(${line}, char(10))${kept}`)} FROM (${scan})`;
}

function renderColumn(column: ColumnInfo, index: number, rowid: string): string {
  return column === ROW_MARK ? `'1'` : fieldSql(column.type, quoteIdentifier(column.name), index, rowid);
}

/** Fields joined by commas, as a balanced tree: SQLite limits the depth of an expression to 1,000. */
function recordSql(fields: readonly string[]): string {
  if (fields.length === 1) return fields[0] ?? `''`;
  const middle = fields.length >> 1;
  return `(${recordSql(fields.slice(0, middle))} || ',' || ${recordSql(fields.slice(middle))})`;
}

const asBytes = (encoding: string, text: string): string => (encoding === 'UTF-8' ? `CAST(${text} AS BLOB)` : text);

function stagedColumns(columns: readonly ColumnInfo[]): StagedColumn[] {
  return columns.map(({ name, type }) => {
    const staged = stagedTypeOf(type);
    return {
      name,
      stagedType: staged.stagedType,
      type,
      ...(staged.expression === undefined ? {} : { expression: staged.expression(quoteIdentifier(name)) }),
    };
  });
}
