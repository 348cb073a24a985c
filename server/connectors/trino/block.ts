/**
 * Whole query blocks on Trino: what of each type class is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - Sums go through DECIMAL(38, 0): a bigint overflows in Trino where DuckDB goes on.
 * - Floats are neither grouped nor summed, and have no extremes: NaN is the greatest to DuckDB and ignored by Trino.
 * - `char(n)` is no key: its blanks are not those that DuckDB groups by.
 */
import type { BlockColumn, BlockOutput } from '../block.ts';
import { comparedWith } from '../block-columns.ts';
import type { ColumnInfo } from '../connector.ts';
import { type BlockParts, blockDialect, type Operand, refuse, stagedNumber } from '../render-block.ts';
import { renderPredicate } from '../render-predicate.ts';
import { accepts } from './accepts.ts';
import { likePattern, partsFor, quoteIdentifier, stagedColumn, tableName } from './dialect.ts';
import { mapType, type TypeClass } from './types.ts';

const sortable: readonly TypeClass[] = [
  'boolean',
  'integer',
  'decimal',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'text',
];
const extremes: readonly TypeClass[] = ['integer', 'decimal', 'date', 'time', 'timestamp', 'timestamptz', 'text'];

const classOf = (column: ColumnInfo): TypeClass => mapType(column.sourceType).class;

/** As it is sent, by an expression that groups as the column does. */
const sent = ({ column, sql }: Operand): string => mapType(column.sourceType).select?.(sql) ?? sql;

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  if (column === undefined)
    return stagedNumber(output, { countType: 'bigint', sumType: sumTypeOf(output.type), textType: 'varchar' });
  if (output.type !== column.type) return refuse(`type ${output.type}`);
  return { ...stagedColumn(output.name, mapType(column.sourceType)), sourceType: column.sourceType };
}

const sumTypeOf = (duckType: string): string =>
  duckType.startsWith('DECIMAL') ? duckType.toLowerCase() : 'decimal(38,0)';

const parts: BlockParts = {
  quote: quoteIdentifier,
  table: tableName,
  atom(atom, table, qualifier) {
    if (accepts(atom, table) !== 'exact') return refuse(`condition on ${atom.column}`);
    return renderPredicate(atom, partsFor(table.columns, `${qualifier}.`));
  },
  compare: comparedWith(accepts),
  like(operand, fragments) {
    if (classOf(operand.column) !== 'text') return refuse(`LIKE on ${operand.column.sourceType}`);
    return `${operand.sql} LIKE ${likePattern(fragments)}`;
  },
  number({ column, sql }) {
    const typeClass = classOf(column);
    if (typeClass === 'integer') return `CAST(${sql} AS decimal(38,0))`;
    return typeClass === 'decimal' ? sql : refuse(`sum of ${column.sourceType}`);
  },
  key(operand, isOrdered) {
    const typeClass = classOf(operand.column);
    if (!sortable.includes(typeClass) && (isOrdered || (typeClass !== 'uuid' && typeClass !== 'binary')))
      return refuse(`key of type ${operand.column.sourceType}`);
    return { by: sent(operand) };
  },
  plain: sent,
  extreme(name, operand) {
    if (!extremes.includes(classOf(operand.column))) return refuse(`${name} of ${operand.column.sourceType}`);
    return `${name.toUpperCase()}(${sent(operand)})`;
  },
  sum: (argument) => `SUM(${argument})`,
  average: (argument) => `CAST(SUM(${argument}) AS varchar) || ':' || CAST(COUNT(${argument}) AS varchar)`,
  ordersNulls: true,
  comparesSums: true,
  staged,
};

export const trinoBlocks = blockDialect(parts, 'any');
