/**
 * Whole query blocks on SQLite: what of each type is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - SQLite stores what it is given; a column's type is only promised. Keys and extremes are checked when they are rendered, each number of a sum
 *   before it is added.
 * - A sum beyond 64 bits is an error in SQLite and none in DuckDB: sums go in two halves and are put together by DuckDB.
 * - Decimals are binary floats there: neither keys nor sums. Timestamps have several written forms: never.
 * - Text has the order of its bytes only in columns without another collation, in databases of UTF-8.
 */
import type { BlockColumn, BlockOutput } from '../block.ts';
import { comparedWith } from '../block-columns.ts';
import type { ColumnInfo } from '../connector.ts';
import { type BlockParts, blockDialect, type Operand, refuse, stagedAverage, stagedNumber } from '../render-block.ts';
import { quoted, renderPredicate, standardString } from '../render-predicate.ts';
import { accepts, familyOf } from './accepts.ts';
import { globEscape, partsFor, quoteIdentifier } from './dialect.ts';
import { REFUSE_FUNCTION, stagedTypeOf } from './value-sql.ts';

/** What a view shows may be an expression, whose values have no affinity. */
const checkTable = ({ table }: Pick<Operand, 'table'>): void => {
  if (table.kind === 'view') refuse('view');
};

function binary({ column, sql }: Operand, isOrdered: boolean): string {
  if (column.type !== 'VARCHAR' || column.collation === 'binary') return sql;
  return isOrdered ? refuse('text of another order') : `${sql} COLLATE BINARY`;
}

function checked(operand: Operand, families: readonly ReturnType<typeof familyOf>[], what: string): Operand {
  checkTable(operand);
  if (!families.includes(familyOf(operand.column))) refuse(`${what} of type ${operand.column.sourceType}`);
  return operand;
}

/** The sum of which the two halves travel. */
function halves(stagedName: string): string {
  const half = (index: number) => `CAST(split_part(${stagedName}, ':', ${index}) AS HUGEINT)`;
  return `${half(1)} * 4294967296 + ${half(2)}`;
}

function twoSums(argument: string): string {
  if (/ [-+*] /.test(argument)) return refuse('arithmetic');
  const value = `CASE WHEN typeof(${argument}) IN ('integer', 'null') THEN ${argument} ELSE ${REFUSE_FUNCTION}(0, NULL) END`;
  return `SUM((${value}) >> 32) || ':' || SUM((${argument}) & 4294967295)`;
}

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  const { name, type, value } = output;
  const quotedName = quoted(name, '"');
  if (column === undefined) {
    const counted = () => stagedNumber(output, { countType: 'BIGINT', sumType: 'VARCHAR', textType: 'VARCHAR' });
    if (value.kind !== 'aggregate') return refuse('column');
    if (value.name === 'average') return stagedAverage(output, 'VARCHAR', halves);
    if (value.name !== 'sum') return counted();
    if (type !== 'HUGEINT') return refuse(`type ${type}`);
    return { ...counted(), stagedType: 'VARCHAR', expression: halves(quotedName) };
  }
  if (type !== column.type) return refuse(`type ${type}`);
  const travel = stagedTypeOf(type);
  return {
    name,
    stagedType: travel.stagedType,
    type,
    ...(travel.expression === undefined ? {} : { expression: travel.expression(quotedName) }),
    sourceType: type,
  };
}

const compared = comparedWith(accepts);

const parts: BlockParts = {
  quote: quoteIdentifier,
  table: ({ name }) => `main.${quoteIdentifier(name)}`,
  atom(atom, table, qualifier) {
    checkTable({ table });
    const column = table.columns.find(({ name }) => name === atom.column);
    if (column?.type === 'TIMESTAMP' && atom.kind !== 'isNull' && atom.kind !== 'isNotNull')
      return refuse('timestamps');
    if (accepts(atom, table) !== 'exact') return refuse(`condition on ${atom.column}`);
    return renderPredicate(atom, partsFor(table, `${qualifier}.`));
  },
  compare(left, operator, right) {
    checkTable(left);
    checkTable(right);
    return compared(left, operator, right);
  },
  like(operand, fragments) {
    checked(operand, ['text'], 'LIKE');
    if (fragments.some((text) => text.includes('\0') || !text.isWellFormed())) return refuse('text');
    return `${operand.sql} GLOB ${standardString(fragments.map(globEscape).join('*'))}`;
  },
  number(operand) {
    const { sql } = checked(operand, ['integer'], 'sum');
    return sql;
  },
  key(operand, isOrdered) {
    return { by: binary(checked(operand, ['integer', 'boolean', 'date', 'text'], 'key'), isOrdered) };
  },
  plain: (operand) => {
    checkTable(operand);
    return operand.sql;
  },
  extreme(name, operand) {
    const families = ['integer', 'double', 'boolean', 'date', 'text'] as const;
    return `${name.toUpperCase()}(${binary(checked(operand, families, name), true)})`;
  },
  // Only a column as it is: SQLite turns an integer that overflows into a float.
  sum: (argument) => `(${twoSums(argument)})`,
  average: (argument) => `(${twoSums(argument)} || ':' || COUNT(${argument}))`,
  ordersNulls: true,
  comparesSums: false,
  staged,
};

export const sqliteBlocks = blockDialect(parts, 'byKey');
