import type { JoinInput, JoinType } from '../contract/join.ts';
import type { ParameterType } from '../contract/parameter.ts';
import { quoteIfNeeded } from '../sql/sql-name.ts';
import { filterSql, isColumnFilter } from './filter-sql.ts';
import { joinSql } from './join-sql.ts';
import { conditions, indented } from './layout.ts';
import { dollarLiteral, textLiteral } from './literal.ts';
import { type ColumnsOf, shapeOf } from './shape.ts';

export interface WriteContext {
  readonly columnsOf: ColumnsOf;
  readonly parameters: ReadonlyMap<string, ParameterType>;
}

/** The source alone, without alias and filters: `shop.orders`, `native('crm', $$...$$)`, or a join in brackets. */
export function sourceSql(
  { source }: Pick<JoinInput, 'source'>,
  { columnsOf, parameters }: Pick<WriteContext, 'columnsOf'> & Partial<WriteContext>,
): string {
  switch (source.kind) {
    case 'table':
      return (
        columnsOf(source)?.sqlName ?? [source.connection, source.schema, source.table].map(quoteIfNeeded).join('.')
      );
    case 'native':
      return `native(${textLiteral(source.connection)}, ${dollarLiteral(source.sql)})`;
    case 'result':
      return `results."${source.runId.replaceAll('"', '""')}"`;
    case 'join':
      return `(\n${indented(joinSql(source.join, columnsOf, parameters), 2)}\n)`;
  }
}

/**
 * An input as it stands in FROM. Its filters are a condition of the whole statement where that means the same and reads better
 * (`isFilteredOutside`), else a condition inside the input, so that an outer join keeps its meaning.
 */
export function inputSql(input: JoinInput, context: WriteContext, isFilteredOutside: boolean): string {
  const source = sourceSql(input, context);
  const alias = quoteIfNeeded(input.alias);
  if (input.filters.length === 0 || isFilteredOutside) return `${source} ${alias}`;
  const shape = shapeOf(input.source, context.columnsOf);
  const parts = input.filters.map((filter) => filterSql(filter, { shape, parameters: context.parameters, prefix: '' }));
  const inner = input.source.kind === 'join' ? `${source} ${alias}` : source;
  return `(\n  SELECT * FROM ${indented(inner, 2).trimStart()}\n${conditions('WHERE', parts, '  ')}\n) ${alias}`;
}

/** Filters of an input as conditions of the whole statement. */
export function outerConditions(input: JoinInput, context: WriteContext): string[] {
  const shape = shapeOf(input.source, context.columnsOf);
  const prefix = `${quoteIfNeeded(input.alias)}.`;
  return input.filters.map((filter) => filterSql(filter, { shape, parameters: context.parameters, prefix }));
}

/**
 * Whether filters of the input at `place` may stand in WHERE: all name their column, and no step fills the input's columns with NULL or asks
 * only whether it has a partner.
 */
export function canFilterOutside(input: JoinInput, place: number, types: readonly JoinType[]): boolean {
  if (!input.filters.every(isColumnFilter)) return false;
  const own = place === 0 ? undefined : types[place - 1];
  if (own === 'left' || own === 'full' || own === 'anti') return false;
  return !types.slice(place).some((type) => type === 'right' || type === 'full');
}
