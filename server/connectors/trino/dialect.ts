/** The SQL of table requests, and how constants are written. Pure. */
import { uniqueNames } from '../../unique-names.ts';
import type { ColumnInfo, Dialect, StagedColumn, TableInfo, TableRequest } from '../connector.ts';
import type { Constant } from '../predicate.ts';
import {
  type AtomParts,
  likeFixedPart,
  type NonNullConstant,
  numberLiteral,
  quoted,
  renderFilters,
  standardString,
} from '../render-predicate.ts';
import { accepts } from './accepts.ts';
import { type MappedType, mapType } from './types.ts';

/** Longer lists go as one JSON text, which Trino reads far faster than as many constants. */
const LONGEST_PLAIN_LIST = 50;

export const quoteIdentifier = (name: string): string => quoted(name, '"');

export function tableName({ schema, name }: Pick<TableInfo, 'schema' | 'name'>): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

export function selectSql(request: TableRequest): string {
  const columns = request.columns.map((column) => sendSql(column, quoteIdentifier(column.name)));
  const where = renderFilters(request.filters, partsFor(request.table.columns));
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.trunc(request.limit))}`;
  return `SELECT ${columns.join(', ') || '1'} FROM ${tableName(request.table)}${where === undefined ? '' : ` WHERE ${where}`}${limit}`;
}

/** The column as it is sent. */
export function sendSql(column: ColumnInfo, sql: string): string {
  const { select } = mapType(column.sourceType);
  return select === undefined ? sql : `${select(sql)} AS ${quoteIdentifier(column.name)}`;
}

/** How a column travels; its name is unique among those of its stream. */
export function stagedColumn(name: string, { stagedType, duckType, expression }: MappedType): StagedColumn {
  return { name, stagedType, type: duckType, expression: expression?.(quoteIdentifier(name)) };
}

export function stagedColumns(request: TableRequest): StagedColumn[] {
  if (request.columns.length === 0) return [{ name: 'one', stagedType: 'INTEGER', type: 'INTEGER' }];
  const names = uniqueNames(request.columns.map((column) => column.name));
  return request.columns.map((column, index) => stagedColumn(names[index] ?? column.name, mapType(column.sourceType)));
}

/** `qualifier` stands before each column's name: `"t0".`. */
export function partsFor(columns: readonly ColumnInfo[], qualifier = ''): AtomParts {
  const typeOf = (name: string) => mapType(columns.find((column) => column.name === name)?.sourceType ?? '');
  const operand = (name: string) => `${qualifier}${quoteIdentifier(name)}`;
  return {
    column: operand,
    literal: (value, name) => literal(value, typeOf(name)),
    list(name, values) {
      const array = values.length > LONGEST_PLAIN_LIST ? jsonArray(typeOf(name), values) : undefined;
      return array && `${operand(name)} IN (SELECT k FROM UNNEST(${array}) AS keys(k))`;
    },
    prefix: (name, prefix) => `starts_with(${operand(name)}, ${standardString(prefix)})`,
    other: (table) => ({ from: tableName(table), parts: partsFor(table.columns) }),
  };
}

/** Key lists without NULLs of types that JSON can carry exactly. */
function jsonArray(type: MappedType, values: readonly Constant[]): string | undefined {
  const elementType = { integer: 'bigint', text: 'varchar', date: 'date', uuid: 'uuid' }[String(type.class)];
  if (elementType === undefined || values.some(({ value }) => value === null)) return undefined;
  const isInteger = type.class === 'integer';
  if (isInteger && values.some(({ value }) => value?.length !== undefined && value.length > 18)) return undefined;
  const json = isInteger
    ? `[${values.map(({ value }) => value).join(',')}]`
    : JSON.stringify(values.map(({ value }) => value));
  const array = `CAST(json_parse(${standardString(json)}) AS array(${isInteger ? 'bigint' : 'varchar'}))`;
  if (isInteger || type.class === 'text') return array;
  return `transform(${array}, k -> CAST(k AS ${elementType}))`;
}

function literal({ value, type: constantType }: NonNullConstant, type: MappedType): string {
  switch (type.class) {
    case 'boolean':
      return value === 'true' ? 'TRUE' : 'FALSE';
    case 'integer':
    case 'decimal':
      // A whole number beyond 64 bits is a decimal.
      return /^-?\d{1,18}$/.test(value) ? numberLiteral(value) : `DECIMAL ${standardString(value)}`;
    case 'float':
      return `CAST(${standardString(value)} AS ${constantType === 'FLOAT' ? 'real' : 'double'})`;
    case 'date':
      return `DATE ${standardString(value)}`;
    case 'time':
      return `TIME ${standardString(value)}`;
    case 'timestamp':
      return `TIMESTAMP ${standardString(value)}`;
    case 'timestamptz':
      return `TIMESTAMP ${standardString(value.replace(/\+00(?::00)?$/, ' UTC'))}`;
    case 'uuid':
      return `UUID ${standardString(value)}`;
    case 'binary':
      return `X'${blobHex(value)}'`;
    default:
      return standardString(value);
  }
}

/** Bytes in hex of DuckDB's text of a BLOB. */
function blobHex(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})|([^\\])/g, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (letter ?? '').charCodeAt(0).toString(16).padStart(2, '0') : hex,
  );
}

export const likePattern = (fragments: readonly string[]): string =>
  `${standardString(fragments.map(likeFixedPart).join('%'))} ESCAPE '!'`;

export const trinoDialect: Dialect = { quoteIdentifier, accepts, selectSql, readsInside: true };
