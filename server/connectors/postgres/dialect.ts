/** The SQL of table requests. `COPY` takes no parameters, so constants stand in the text, each written by its type. Pure. */

import { uniqueNames } from '../../unique-names.ts';
import type { ColumnInfo, Dialect, StagedColumn, TableRequest } from '../connector.ts';
import type { Atom } from '../predicate.ts';
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
import { keyArray } from './key-list.ts';
import { staging } from './staging.ts';
import { type PostgresType, postgresType } from './types.ts';

export const postgresDialect: Dialect = {
  quoteIdentifier,
  accepts,
  selectSql: (request) => selectSql(request),
  acceptsLike,
  readsInside: true,
  findsLacking: true,
};

/** Text is compared by its bytes where the database is in UTF-8; blank-padded text has other ends. */
function acceptsLike(column: ColumnInfo, fragments: readonly string[]): 'exact' | 'no' {
  const isText = ['text', 'other'].includes(postgresType(column.sourceType).class) && column.collation !== undefined;
  return isText && !fragments.some((fragment) => fragment.includes('\0')) ? 'exact' : 'no';
}

export function quoteIdentifier(name: string): string {
  return quoted(name, '"');
}

/** Stands in for columns where only the number of rows matters. */
const rowMark = { name: 'row', stagedType: 'TINYINT', type: 'TINYINT' } as const;

/** `condition`: a further one, for a part of the table. */
export function selectSql(request: TableRequest, condition?: string): string {
  const columns = request.columns.map((column) => {
    const name = quoteIdentifier(column.name);
    const { select } = staging(postgresType(column.sourceType), {
      column: name,
      stagedName: column.name,
      isNative: false,
    });
    return select === name ? name : `${select} AS ${name}`;
  });
  const list = columns.length === 0 ? `1 AS ${quoteIdentifier(rowMark.name)}` : columns.join(', ');
  const from = tableText(request.table);
  const filters = renderFilters(request.filters, partsFor(request.table.columns));
  const where = [filters, condition].filter((part) => part !== undefined).join(' AND ');
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.trunc(request.limit))}`;
  return `SELECT ${list} FROM ${from}${where === '' ? '' : ` WHERE ${where}`}${limit}`;
}

/** The columns that `selectSql(request)` sends, in their order. */
export function stagedColumns(request: TableRequest): readonly StagedColumn[] {
  if (request.columns.length === 0) return [rowMark];
  const names = uniqueNames(request.columns.map((column) => column.name));
  return request.columns.map((column, index) => {
    const name = names[index] ?? column.name;
    const { stagedType, expression } = staging(postgresType(column.sourceType), {
      column: quoteIdentifier(column.name),
      stagedName: name,
      isNative: false,
    });
    return { name, stagedType, type: column.type, expression };
  });
}

/** Alias of a table that a subquery reads, which may be the one that is fetched. */
const OTHER = 'joinery_other';

const tableText = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** `qualifier` stands before each column's name: `"t0".`. */
export function partsFor(columns: readonly ColumnInfo[], qualifier = ''): AtomParts {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const typeOf = (name: string) => postgresType(byName.get(name)?.sourceType ?? '');
  const operand = (name: string, atom: Atom) => {
    const type = typeOf(name);
    const column = `${qualifier}${quoteIdentifier(name)}`;
    if (type.class === 'other') return `CAST(${column} AS text) COLLATE "C"`;
    return type.class === 'text' && needsForcing(type, byName.get(name), atom) ? `${column} COLLATE "C"` : column;
  };
  return {
    column: operand,
    literal: (value, name) => literal(value, typeOf(name)),
    list(name, values) {
      const array = keyArray(byName.get(name), values);
      return array && `${operand(name, { kind: 'in', column: name, values })} = ANY(${array})`;
    },
    prefix: (name, prefix) =>
      `${operand(name, { kind: 'prefix', column: name, prefix })} LIKE ${standardString(`${likeFixedPart(prefix)}%`)} ESCAPE '!'`,
    like: (name, fragments) => {
      const text = operand(name, { kind: 'columns', left: name, operator: '=', right: name });
      return `${text} LIKE ${standardString(fragments.map(likeFixedPart).join('%'))} ESCAPE '!'`;
    },
    other: (table) => ({ from: tableText(table), parts: partsFor(table.columns) }),
    lacking: (owner, table) => ({
      from: `${tableText(table)} AS ${quoteIdentifier(OTHER)}`,
      owner: partsFor(owner.columns, `${tableText(owner)}.`),
      other: partsFor(table.columns, `${quoteIdentifier(OTHER)}.`),
    }),
  };
}

/** Forced only where it changes the answer: an index of the column's own collation is of no use to a forced comparison. */
function needsForcing(type: PostgresType, column: ColumnInfo | undefined, atom: Atom): boolean {
  if (atom.kind === 'isNull' || atom.kind === 'isNotNull') return false;
  if (type.looseEquality || atom.kind === 'columns') return true;
  const isOrder =
    atom.kind === 'between' || (atom.kind === 'comparison' && atom.operator !== '=' && atom.operator !== '<>');
  return isOrder && column?.collation !== 'binary';
}

function literal({ value, type: constantType }: NonNullConstant, type: PostgresType): string {
  switch (type.class) {
    case 'boolean':
      return value === 'true' ? 'TRUE' : 'FALSE';
    case 'integer':
    case 'decimal':
    case 'wideDecimal':
      return numberLiteral(value);
    case 'float':
      return `CAST(${standardString(value)} AS ${constantType === 'FLOAT' ? 'real' : 'double precision'})`;
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'uuid':
      return `CAST(${standardString(value)} AS ${type.class})`;
    case 'bytea':
      return `CAST('\\x${blobHex(value)}' AS bytea)`;
    default:
      return standardString(value);
  }
}

/** Bytes in hex of DuckDB's text of a BLOB. */
function blobHex(text: string): string {
  const hexOf = (letter: string) => letter.charCodeAt(0).toString(16).padStart(2, '0');
  return text.replace(/\\x([0-9A-Fa-f]{2})|([^\\])/g, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? hexOf(letter ?? '') : hex.toLowerCase(),
  );
}
