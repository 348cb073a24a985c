/**
 * Whole query blocks on BigQuery: what of each type class is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - Numbers are added and multiplied as BIGNUMERIC, which holds the products and sums that DuckDB's 38 digits hold. A plain `1.5` in GoogleSQL is a float,
 *   so constants with a point stay here.
 * - Floats are neither grouped, compared with each other nor summed; of NaN the two systems think differently.
 * - Text only where it is compared by its code points.
 * - A LEFT JOIN needs an equality of both sides there.
 */
import type { BlockColumn, BlockCondition, BlockDialect, BlockOutput, BlockQuery, BlockValue } from '../block.ts';
import { comparableIn, comparedWith, stagedTrimmedAverage } from '../block-columns.ts';
import type { ColumnInfo } from '../connector.ts';
import { type BlockParts, blockDialect, refuse, stagedNumber } from '../render-block.ts';
import { renderPredicate } from '../render-predicate.ts';
import { accepts, columnType } from './accepts.ts';
import { keepingNaN, partsFor } from './dialect.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { stagedColumn, unknownType } from './staging.ts';
import type { TypeClass } from './types.ts';

const comparable: ReadonlySet<TypeClass> = new Set([
  'boolean',
  'integer',
  'decimal',
  'date',
  'datetime',
  'timestamp',
  'time',
  'text',
]);

const classOf = (column: ColumnInfo): TypeClass => (columnType(column) ?? unknownType).class;

const compared = comparableIn(comparable, classOf);

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  if (column !== undefined) {
    if (output.type !== column.type) return refuse(`type ${output.type}`);
    return { ...stagedColumn(output.name, columnType(column) ?? unknownType), sourceType: column.sourceType };
  }
  // BigQuery writes decimals without the zeros at their end.
  if (output.value.kind === 'aggregate' && output.value.name === 'average')
    return stagedTrimmedAverage(output, 'STRING');
  return stagedNumber(output, { countType: 'INT64', sumType: 'BIGNUMERIC', textType: 'STRING' });
}

function blockParts(project: string): BlockParts {
  return {
    quote: quoteIdentifier,
    table: ({ schema, name }) => [project, schema, name].map(quoteIdentifier).join('.'),
    atom(atom, table, qualifier) {
      if (accepts(atom, table) !== 'exact') return refuse(`condition on ${atom.column}`);
      return renderPredicate(keepingNaN(atom, table.columns), partsFor(table.columns, `${qualifier}.`));
    },
    compare: comparedWith(accepts),
    like(operand, fragments) {
      if (classOf(operand.column) !== 'text' || fragments.some((fragment) => /[\\%_]/.test(fragment)))
        return refuse(`LIKE on ${operand.column.sourceType}`);
      return `${compared(operand, 'LIKE')} LIKE ${textLiteral(fragments.join('%'))}`;
    },
    number({ column, sql }) {
      const typeClass = classOf(column);
      if (typeClass !== 'integer' && typeClass !== 'decimal') return refuse(`sum of ${column.sourceType}`);
      return `CAST(${sql} AS BIGNUMERIC)`;
    },
    key: (operand) => ({ by: compared(operand, 'group') }),
    plain: ({ sql }) => sql,
    extreme(name, operand) {
      if (classOf(operand.column) === 'boolean') return refuse(`${name} of BOOL`);
      return `${name.toUpperCase()}(${compared(operand, name)})`;
    },
    sum: (argument) => `SUM(${argument})`,
    average: (argument) => `CONCAT(CAST(SUM(${argument}) AS STRING), ':', CAST(COUNT(${argument}) AS STRING))`,
    ordersNulls: true,
    comparesSums: true,
    staged,
  };
}

export function bigqueryBlocks(project: string): BlockDialect {
  const inner = blockDialect(blockParts(project), 'any');
  return {
    joins: inner.joins,
    render(query) {
      const why = unfit(query);
      return why === undefined ? inner.render(query) : { refused: why };
    },
  };
}

function unfit(query: BlockQuery): string | undefined {
  const hasLooseLeftJoin = query.sources.some(({ join }) => join?.kind === 'left' && !join.on.some(isEquality));
  if (hasLooseLeftJoin) return 'LEFT JOIN without an equality';
  if (query.having.some(({ value }) => !isShortInteger(value.value))) return 'constant in HAVING';
  const values = query.outputs.flatMap(({ value }) =>
    value.kind === 'aggregate' && value.argument !== undefined ? [value.argument] : [],
  );
  return values.some(hasPoint) ? 'constant with a point' : undefined;
}

const isEquality = (condition: BlockCondition): boolean => condition.kind === 'compare' && condition.operator === '=';
const isShortInteger = (value: string | null): boolean => value !== null && /^-?\d{1,18}$/.test(value);

function hasPoint(value: BlockValue): boolean {
  switch (value.kind) {
    case 'number':
      return !isShortInteger(value.value.value);
    case 'arithmetic':
      return hasPoint(value.left) || hasPoint(value.right);
    case 'case':
      return hasPoint(value.value) || (value.otherwise !== undefined && hasPoint(value.otherwise));
    default:
      return false;
  }
}
