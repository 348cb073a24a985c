/** What the block dialects ask of columns and say of them alike. Pure. */
import type { BlockColumn, BlockOutput } from './block.ts';
import type { ColumnInfo, Dialect, TableInfo } from './connector.ts';
import type { ComparisonOperator } from './predicate.ts';
import { type Operand, refuse, stagedAverage } from './render-block.ts';

/** Refuses two columns, perhaps of two tables, that the dialect's whitelist does not let be compared exactly. */
export function checkComparison(
  left: Operand,
  operator: ComparisonOperator,
  right: Operand,
  accepts: Dialect['accepts'],
): void {
  const columns = [
    { ...left.column, name: 'left' },
    { ...right.column, name: 'right' },
  ];
  const both: TableInfo = { ...left.table, columns };
  if (accepts({ kind: 'columns', left: 'left', operator, right: 'right' }, both) !== 'exact')
    refuse(`comparison of ${left.column.sourceType} with ${right.column.sourceType}`);
}

/** `checkComparison`, and the comparison as it is written where nothing need be done to the columns. */
export const comparedWith =
  (accepts: Dialect['accepts']) =>
  (left: Operand, operator: ComparisonOperator, right: Operand): string => {
    checkComparison(left, operator, right, accepts);
    return `${left.sql} ${operator} ${right.sql}`;
  };

/** A column of a class that is compared and sorted as DuckDB does, text only by its code points; refuses others. */
export const comparableIn =
  <Class extends string>(classes: ReadonlySet<Class>, classOf: (column: ColumnInfo) => Class) =>
  ({ column, sql }: Operand, what: string): string => {
    const typeClass = classOf(column);
    if (!classes.has(typeClass) || (typeClass === 'text' && column.collation !== 'binary'))
      return refuse(`${what} of ${column.sourceType}`);
    return sql;
  };

/** An average that travels as `sum:count` from a source that writes sums without the zeros at their end. */
export function stagedTrimmedAverage(output: BlockOutput, textType: string): BlockColumn {
  const { value } = output;
  const argument = value.kind === 'aggregate' && value.argument?.kind === 'column' ? value.argument.column.type : '';
  const scale = /,(\d+)\)$/.exec(argument)?.[1] ?? '0';
  return stagedAverage(
    output,
    textType,
    (text) => `replace(CAST(CAST(split_part(${text}, ':', 1) AS DECIMAL(38,${scale})) AS VARCHAR), '.', '')`,
  );
}
