/**
 * Whole query blocks on Snowflake: what of each type class is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - A product keeps at most twelve digits behind the point there, so products that would have more stay here.
 * - Floats are neither grouped nor summed: -0 and 0 are one group with two faces, and a sum depends on its order.
 * - Text only where it is compared by its bytes; JSON and the like not at all.
 */
import type { BlockColumn, BlockDialect, BlockOutput, BlockValue } from '../block.ts';
import { comparableIn, comparedWith, stagedTrimmedAverage } from '../block-columns.ts';
import type { ColumnInfo } from '../connector.ts';
import { type BlockParts, blockDialect, refuse, scaleOf, stagedNumber } from '../render-block.ts';
import { likeFixedPart, renderPredicate } from '../render-predicate.ts';
import { accepts } from './accepts.ts';
import { partsFor, sentAs } from './dialect.ts';
import { stagedColumn } from './encode.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { snowflakeType, type TypeClass } from './types.ts';

const comparable: ReadonlySet<TypeClass> = new Set(['boolean', 'decimal', 'date', 'time', 'ntz', 'instant', 'text']);

const classOf = (column: ColumnInfo): TypeClass => snowflakeType(column.sourceType).class;

const compared = comparableIn(comparable, classOf);

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  if (column !== undefined) {
    if (output.type !== column.type) return refuse(`type ${output.type}`);
    return { ...stagedColumn(output.name, snowflakeType(column.sourceType)), sourceType: column.sourceType };
  }
  if (output.value.kind !== 'aggregate' || output.value.name !== 'average')
    return stagedNumber(output, { countType: 'NUMBER(18,0)', sumType: 'NUMBER(38,0)', textType: 'VARCHAR' });
  return stagedTrimmedAverage(output, 'VARCHAR');
}

function blockParts(database: string): BlockParts {
  return {
    quote: quoteIdentifier,
    table: ({ schema, name }) => [database, schema, name].map(quoteIdentifier).join('.'),
    atom(atom, table, qualifier) {
      if (accepts(atom, table) !== 'exact') return refuse(`condition on ${atom.column}`);
      return renderPredicate(atom, partsFor(table.columns, `${qualifier}.`));
    },
    compare: comparedWith(accepts),
    like(operand, fragments) {
      if (classOf(operand.column) !== 'text') return refuse(`LIKE on ${operand.column.sourceType}`);
      return `${compared(operand, 'LIKE')} LIKE ${textLiteral(fragments.map(likeFixedPart).join('%'))} ESCAPE '!'`;
    },
    number: ({ column, sql }) => (classOf(column) === 'decimal' ? sql : refuse(`sum of ${column.sourceType}`)),
    key: (operand) => ({ by: compared(operand, 'group') }),
    plain: ({ column, sql }) => sentAs(sql, column.sourceType),
    extreme(name, operand) {
      if (classOf(operand.column) === 'boolean') return refuse(`${name} of BOOLEAN`);
      return `${name.toUpperCase()}(${compared(operand, name)})`;
    },
    sum: (argument) => `SUM(${argument})`,
    average: (argument) => `CAST(SUM(${argument}) AS VARCHAR) || ':' || CAST(COUNT(${argument}) AS VARCHAR)`,
    ordersNulls: true,
    comparesSums: true,
    staged,
  };
}

export function snowflakeBlocks(database: string): BlockDialect {
  const inner = blockDialect(blockParts(database), 'any');
  return {
    joins: inner.joins,
    render(query) {
      const isLong = query.outputs.some(
        ({ value }) => value.kind === 'aggregate' && value.argument !== undefined && hasLongProduct(value.argument),
      );
      return isLong ? { refused: 'a product of many digits' } : inner.render(query);
    },
  };
}

const maxProductScale = 12;

function hasLongProduct(value: BlockValue): boolean {
  if (value.kind === 'case') {
    return hasLongProduct(value.value) || (value.otherwise !== undefined && hasLongProduct(value.otherwise));
  }
  if (value.kind !== 'arithmetic') return false;
  if (hasLongProduct(value.left) || hasLongProduct(value.right)) return true;
  return value.operator === '*' && scaleOf(value.left) + scaleOf(value.right) > maxProductScale;
}
