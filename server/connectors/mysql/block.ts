/**
 * Whole query blocks on MySQL and MariaDB: what of each value class is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - Text is compared, grouped and sorted as bytes of UTF-8 (`CAST(... AS BINARY)`). Grouped text is sent as `MIN(column)`: all texts of such a
 *   group are the same. Not text that may be longer than what the server sorts by (max_sort_length).
 * - Dates only where zero dates are refused, and never counted: a zero date would count as a value and not be seen. The least and greatest of them is refused when it is a zero date; a condition leaves zero dates out, which is then not noticed, as with other filters.
 * - FLOAT, BIT, SET, JSON, TIME, bytes, addresses and doubles as keys: never.
 */
import type { BlockColumn, BlockCondition, BlockOutput, BlockQuery, BlockRange } from '../block.ts';
import { checkComparison } from '../block-columns.ts';
import type { ColumnInfo, TableInfo } from '../connector.ts';
import type { Atom, ComparisonOperator } from '../predicate.ts';
import { type BlockParts, blockDialect, type Key, type Operand, refuse, stagedNumber } from '../render-block.ts';
import { likeFixedPart, renderPredicate } from '../render-predicate.ts';
import { accepts, type ZeroDates } from './accepts.ts';
import { declaredType, stagedColumn } from './answer.ts';
import { characterSetOf, type ValueClass } from './column-types.ts';
import { partsFor } from './dialect.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { tidyAtoms } from './tidy-filters.ts';

/** The server sorts and groups by the first 1,024 bytes at least; a letter has up to four. */
const MAX_KEY_LETTERS = 255;

const classOf = (column: ColumnInfo): ValueClass => declaredType(column).valueClass;
const isText = (valueClass: ValueClass): boolean => valueClass === 'text' || valueClass === 'enum';
const isDated = (valueClass: ValueClass): boolean => ['date', 'datetime', 'timestamp'].includes(valueClass);

/** The text as its bytes in UTF-8. */
function bytes({ column, sql }: Operand): string {
  if (/^inet/i.test(column.sourceType)) return refuse('address');
  const text = characterSetOf(column.sourceType) === 'utf8mb4' ? sql : `CONVERT(${sql} USING utf8mb4)`;
  return `CAST(${text} AS BINARY)`;
}

const isBinary = (column: ColumnInfo): boolean =>
  column.collation === 'binary' && characterSetOf(column.sourceType) === 'utf8mb4';

function isShort({ sourceType }: ColumnInfo): boolean {
  const length = /^(?:var)?char\((\d+)\)/i.exec(sourceType)?.[1];
  return /^(?:enum|tinytext)/i.test(sourceType) || (length !== undefined && Number(length) <= MAX_KEY_LETTERS);
}

export function mysqlBlocks(zeroDates: ZeroDates) {
  /** Columns whose values may become NULL on the way are not what the server counts and groups. */
  const checkDates = (column: ColumnInfo): void => {
    if (zeroDates === 'null' && isDated(classOf(column))) refuse('dates that may be zero');
  };

  const parts: BlockParts = {
    quote: quoteIdentifier,
    table: ({ schema, name }) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    atom(atom, table, qualifier, isNegated) {
      const column = table.columns.find(({ name }) => name === atom.column);
      // A zero date fails the condition there and is no date here, which only NOT tells apart.
      if (isNegated && column !== undefined && isDated(classOf(column))) refuse('NOT over dates that may be zero');
      return atomText(atom, table, `${qualifier}.`, zeroDates);
    },
    compare(left, operator, right) {
      if (isText(classOf(left.column)) && isText(classOf(right.column))) return compareText(left, operator, right);
      checkComparison(left, operator, right, (atom, table) => accepts(atom, table, zeroDates));
      return `${left.sql} ${operator} ${right.sql}`;
    },
    like(operand, fragments) {
      if (classOf(operand.column) !== 'text') return refuse(`LIKE on ${operand.column.sourceType}`);
      const pattern = textLiteral(fragments.map(likeFixedPart).join('%'));
      return `${bytes(operand)} LIKE CAST(${pattern} AS BINARY) ESCAPE '!'`;
    },
    number({ column, sql }) {
      const { valueClass, type } = declaredType(column);
      const isExact = (valueClass === 'integer' && !type.startsWith('U')) || valueClass === 'decimal';
      return isExact && type !== 'VARCHAR' ? sql : refuse(`sum of ${column.sourceType}`);
    },
    key(operand): Key {
      const { column, sql } = operand;
      const valueClass = classOf(column);
      checkDates(column);
      if (isText(valueClass)) {
        if (!isShort(column)) return refuse('long text as a key');
        return isBinary(column) ? { by: sql } : { by: bytes(operand), select: `MIN(${sql})` };
      }
      const isExact =
        valueClass === 'integer' || (valueClass === 'decimal' && column.type !== 'VARCHAR') || isDated(valueClass);
      return isExact ? { by: sql } : refuse(`key of type ${column.sourceType}`);
    },
    plain({ column, sql }) {
      checkDates(column);
      // FLOAT and DOUBLE(M,D) are rounded as they stand.
      return /^(?:float|(?:double|real)[^(]*\()/i.test(column.sourceType) ? `${sql} + 0e0` : sql;
    },
    checkCounted: ({ column }) => (isDated(classOf(column)) ? refuse('count of dates that may be zero') : undefined),
    extreme(name, operand) {
      const { column, sql } = operand;
      const valueClass = classOf(column);
      checkDates(column);
      if (isText(valueClass)) return `CONVERT(${name.toUpperCase()}(${bytes(operand)}) USING utf8mb4)`;
      const isExact =
        valueClass === 'integer' ||
        (valueClass === 'decimal' && column.type !== 'VARCHAR') ||
        (valueClass === 'double' && !/\(/.test(column.sourceType)) ||
        isDated(valueClass);
      return isExact ? `${name.toUpperCase()}(${sql})` : refuse(`${name} of ${column.sourceType}`);
    },
    sum: (argument) => `SUM(${argument})`,
    average: (argument) => `CONCAT(SUM(${argument}), ':', COUNT(${argument}))`,
    ordersNulls: false,
    comparesSums: true,
    staged,
  };
  const { joins, render } = blockDialect(parts, 'byIndex');
  return { joins, render: (query: BlockQuery, range?: BlockRange) => render(tidyQuery(query), range) };
}

/** Its conditions as they cost least: those on one column of each table, then the others. */
function tidyQuery(query: BlockQuery): BlockQuery {
  const membersOf = (condition: BlockCondition): readonly BlockCondition[] =>
    condition.kind === 'and' ? condition.parts.flatMap(membersOf) : [condition];
  const members = query.where.flatMap(membersOf);
  const tidy = query.sources.flatMap(({ table }, source) => {
    const atoms = members.flatMap((part) => (part.kind === 'atom' && part.source === source ? [part.atom] : []));
    return tidyAtoms(atoms, table.columns).map((atom): BlockCondition => ({ kind: 'atom', source, atom }));
  });
  return { ...query, where: [...tidy, ...members.filter(({ kind }) => kind !== 'atom')] };
}

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  if (column === undefined)
    return stagedNumber(output, { countType: 'bigint', sumType: 'decimal', textType: 'varchar(255)' });
  if (output.type !== column.type) return refuse(`type ${output.type}`);
  return { ...stagedColumn(output.name, declaredType(column)), sourceType: column.sourceType };
}

function atomText(
  atom: Exclude<Atom, { kind: 'columns' }>,
  table: TableInfo,
  qualifier: string,
  zeroDates: ZeroDates,
): string {
  const verdict = accepts(atom, table, zeroDates);
  if (verdict === 'exact') return renderPredicate(atom, partsFor(qualifier));
  const column = table.columns.find(({ name }) => name === atom.column) ?? refuse('unknown column');
  const operand: Operand = { column, table, sql: `${qualifier}${quoteIdentifier(column.name)}` };
  if (verdict === 'superset' && isDated(classOf(column)) && zeroDates === 'refuse') return datedText(atom, operand);
  if (classOf(column) !== 'text') return refuse(`condition on ${atom.column}`);
  // Text that the server would compare otherwise: by its bytes, behind the server's own comparison where that can use an index.
  const own = verdict === 'superset' ? `${renderPredicate(atom, partsFor(qualifier))} AND ` : '';
  return own + renderPredicate(atom, forcedParts(operand));
}

function forcedParts(operand: Operand) {
  const column = bytes(operand);
  const literal = (text: string): string => {
    if (!text.isWellFormed()) return refuse('text that is not well-formed');
    return `CAST(${textLiteral(text)} AS BINARY)`;
  };
  return {
    column: () => column,
    literal: ({ type, value }: { type: string; value: string }) =>
      type === 'VARCHAR' ? literal(value) : refuse('constant'),
    prefix: (_: string, prefix: string) => `${column} LIKE ${literal(`${likeFixedPart(prefix)}%`)} ESCAPE '!'`,
  };
}

/** Zero dates lie before all others: a condition with a lower bound leaves them out by itself, and a guard would only cost time. */
function datedText(atom: Exclude<Atom, { kind: 'columns' }>, { column, sql }: Operand): string {
  const text = renderPredicate(atom, partsFor(sql.slice(0, -quoteIdentifier(column.name).length)));
  if (atom.kind === 'between' || atom.kind === 'in') return text;
  if (atom.kind !== 'comparison' || atom.operator === '<>') return refuse('dates that may be zero');
  return /^[<]/.test(atom.operator) ? `${text} AND ${sql} >= DATE'0001-01-01'` : text;
}

function compareText(left: Operand, operator: ComparisonOperator, right: Operand): string {
  if (isBinary(left.column) && isBinary(right.column)) return `${left.sql} ${operator} ${right.sql}`;
  return `${bytes(left)} ${operator} ${bytes(right)}`;
}
