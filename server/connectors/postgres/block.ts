/**
 * Whole query blocks on PostgreSQL: what of each type class is grouped, compared, summed and sorted there exactly as in DuckDB.
 *
 * - Text is grouped, compared and sorted by its bytes with `COLLATE "C"`; not where the database is not in UTF-8.
 * - `character(n)` is padded to one length, so its equality is that of bytes; its order is not.
 * - Floats are neither grouped nor summed: -0 and 0 are one group with two faces, and a sum depends on its order. MIN and MAX agree.
 * - Numbers without precision may hold NaN or more digits than DuckDB keeps: they are not summed.
 * - Enums and the like are their text, as they are fetched.
 */
import type { BlockColumn, BlockOutput } from '../block.ts';
import { checkComparison } from '../block-columns.ts';
import type { ColumnInfo } from '../connector.ts';
import type { ComparisonOperator } from '../predicate.ts';
import { type BlockParts, blockDialect, type Key, type Operand, refuse, stagedNumber } from '../render-block.ts';
import { likeFixedPart, quoted, renderPredicate, standardString } from '../render-predicate.ts';
import { accepts } from './accepts.ts';
import { partsFor, quoteIdentifier } from './dialect.ts';
import { staging } from './staging.ts';
import { postgresType, type TypeClass } from './types.ts';

const groupable: ReadonlySet<TypeClass> = new Set([
  'boolean',
  'integer',
  'decimal',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'uuid',
  'text',
  'padded',
  'other',
]);
const sortable: ReadonlySet<TypeClass> = new Set([
  'boolean',
  'integer',
  'decimal',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'text',
  'other',
]);
/** Classes for which the server has MIN and MAX that agree. */
const extremes: ReadonlySet<TypeClass> = new Set([
  'integer',
  'decimal',
  'float',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'text',
  'other',
]);

const classOf = (column: ColumnInfo): TypeClass => postgresType(column.sourceType).class;

/** The column with its comparison forced to that of the bytes where it is text. */
function forced({ column, sql }: Operand): string {
  const type = postgresType(column.sourceType);
  if (type.class !== 'text' && type.class !== 'padded' && type.class !== 'other') return sql;
  if (column.collation === undefined) return refuse('text that is not in UTF-8');
  if (type.class === 'other') return `CAST(${sql} AS text) COLLATE "C"`;
  return `${sql} COLLATE "C"`;
}

function key(operand: Operand, isOrdered: boolean): Key {
  const { column } = operand;
  const typeClass = classOf(column);
  if (!(isOrdered ? sortable : groupable).has(typeClass)) return refuse(`key of type ${column.sourceType}`);
  if (typeClass === 'padded' && !/\(\d+\)/.test(column.sourceType)) return refuse('blank-padded text of any length');
  return { by: forced(operand) };
}

function plain({ column, sql }: Operand): string {
  return staging(postgresType(column.sourceType), { column: sql, stagedName: column.name, isNative: false }).select;
}

function compare(left: Operand, operator: ComparisonOperator, right: Operand): string {
  checkComparison(left, operator, right, accepts);
  return `${forced(left)} ${operator} ${forced(right)}`;
}

function staged(output: BlockOutput, column: ColumnInfo | undefined): BlockColumn {
  if (column === undefined) return stagedNumber(output, { countType: 'bigint', sumType: 'numeric', textType: 'text' });
  if (output.type !== column.type) return refuse(`type ${output.type}`);
  const name = quoteIdentifier(output.name);
  const { stagedType, expression } = staging(postgresType(column.sourceType), {
    column: name,
    stagedName: output.name,
    isNative: false,
  });
  return { name: output.name, stagedType, type: column.type, expression, sourceType: column.sourceType };
}

const parts: BlockParts = {
  quote: quoteIdentifier,
  table: ({ schema, name }) => `${quoted(schema, '"')}.${quoted(name, '"')}`,
  atom(atom, table, qualifier) {
    if (accepts(atom, table) !== 'exact') return refuse(`condition on ${atom.column}`);
    return renderPredicate(atom, partsFor(table.columns, `${qualifier}.`));
  },
  compare,
  like(operand, fragments) {
    const typeClass = classOf(operand.column);
    if (typeClass !== 'text' && typeClass !== 'other') return refuse(`LIKE on ${operand.column.sourceType}`);
    const pattern = fragments.map(likeFixedPart).join('%');
    return `${forced(operand)} LIKE ${standardString(pattern)} ESCAPE '!'`;
  },
  number({ column, sql }) {
    const typeClass = classOf(column);
    return typeClass === 'integer' || typeClass === 'decimal' ? sql : refuse(`sum of ${column.sourceType}`);
  },
  key,
  plain,
  extreme(name, operand) {
    if (!extremes.has(classOf(operand.column))) return refuse(`${name} of ${operand.column.sourceType}`);
    return `${name.toUpperCase()}(${forced(operand)})`;
  },
  sum: (argument) => `SUM(${argument})`,
  average: (argument) => `CAST(SUM(${argument}) AS text) || ':' || CAST(COUNT(${argument}) AS text)`,
  ordersNulls: true,
  comparesSums: true,
  staged,
};

export const postgresBlocks = blockDialect(parts, 'any');
