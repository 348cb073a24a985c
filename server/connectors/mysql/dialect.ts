/** SQL of a table request. Pure. */
import { JoineryError } from '../../errors.ts';
import type { ColumnInfo, Dialect, TableRequest } from '../connector.ts';
import { integerTexts } from '../integer-keys.ts';
import type { Predicate } from '../predicate.ts';
import {
  type AtomParts,
  likeFixedPart,
  type NonNullConstant,
  numberLiteral,
  renderFilters,
} from '../render-predicate.ts';
import { accepts, type ZeroDates } from './accepts.ts';
import { declaredType } from './answer.ts';
import { characterSetOf } from './column-types.ts';
import { exactForm } from './exact-form.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { tidyFilters } from './tidy-filters.ts';

export function mysqlDialect(zeroDates: ZeroDates): Dialect {
  return {
    quoteIdentifier,
    accepts: (atom, table) => accepts(atom, table, zeroDates),
    acceptsLike,
    exactForm: (atom, table) => exactForm(atom, table, zeroDates, acceptsLike),
    selectSql: (request) => selectSql(request),
    readsInside: true,
    findsLacking: true,
    takesLongLists: true,
  };
}

/** By bytes, so the column must hold them as they are sent. */
function acceptsLike(column: ColumnInfo, fragments: readonly string[]): 'exact' | 'no' {
  const isText = declaredType(column).valueClass === 'text' && characterSetOf(column.sourceType) === 'utf8mb4';
  const isSendable = fragments.every((fragment) => fragment.isWellFormed() && !fragment.includes('\0'));
  return isText && isSendable && !/^inet/i.test(column.sourceType) ? 'exact' : 'no';
}

/** `range`: one more filter, that keeps all rows that the server meets. */
export function selectSql(request: TableRequest, range: readonly Predicate[] = []): string {
  const { table, columns, filters, limit } = request;
  const selected = columns.length === 0 ? '1 AS `one`' : columns.map(selectedColumn).join(', ');
  const where = renderFilters([...tidyFilters(filters, table.columns), ...range], partsFor());
  return [
    `SELECT ${selected}`,
    `FROM ${tableText(table)}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(limit === undefined ? [] : [`LIMIT ${Math.max(0, Math.trunc(limit))}`]),
  ].join(' ');
}

/** Floating numbers in their exact form: FLOAT is rounded to six digits as it stands, DOUBLE(M,D) to D places. */
function selectedColumn(column: ColumnInfo): string {
  const name = quoteIdentifier(column.name);
  const isRounded = /^(?:float|(?:double|real)[^(]*\()/i.test(column.sourceType);
  return isRounded && declaredType(column).valueClass !== 'text' ? `${name} + 0e0 AS ${name}` : name;
}

/** Alias of a table that a subquery reads, which may be the one that is fetched. */
const OTHER = 'joinery_other';

const tableText = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** `qualifier` stands before each column's name: `` `t0`. ``. */
export function partsFor(qualifier = ''): AtomParts {
  const column = (name: string) => `${qualifier}${quoteIdentifier(name)}`;
  return {
    column,
    literal,
    hasBetween: true,
    list(name, values) {
      const texts = integerTexts(values);
      return texts && `${column(name)} IN (${texts.join(', ')})`;
    },
    prefix: (name, prefix) => `${column(name)} LIKE ${textLiteral(`${likeFixedPart(prefix)}%`)} ESCAPE '!'`,
    like: (name, fragments) => {
      const pattern = textLiteral(fragments.map(likeFixedPart).join('%'));
      return `CAST(${column(name)} AS BINARY) LIKE CAST(${pattern} AS BINARY) ESCAPE '!'`;
    },
    other: (table) => ({ from: tableText(table), parts: partsFor() }),
    lacking: (owner, table) => ({
      from: `${tableText(table)} AS ${quoteIdentifier(OTHER)}`,
      owner: partsFor(`${tableText(owner)}.`),
      other: partsFor(`${quoteIdentifier(OTHER)}.`),
    }),
  };
}

function literal({ type, value }: NonNullConstant): string {
  if (type === 'VARCHAR' || type === 'UUID') return textLiteral(value);
  if (type === 'DATE') return `DATE${plain(value)}`;
  if (type === 'TIMESTAMP') return `TIMESTAMP${plain(value)}`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `TIMESTAMP${plain(value.replace(/\+00$/, ''))}`;
  // With an exponent it is a double and not a decimal, which may not hold it.
  if (type === 'DOUBLE') return numberLiteral(/e/i.test(value) ? value : `${value}e0`);
  return numberLiteral(value);
}

function plain(value: string): string {
  if (!/^[\d :.-]+$/.test(value)) throw new JoineryError('internal', 'A constant is not a plain date.');
  return `'${value}'`;
}
