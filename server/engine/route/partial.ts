/**
 * Grouping by an expression of a date (`year(d)`, `date_trunc('month', d)`): the source groups by the date itself, of which there are few, and DuckDB groups
 * those groups again. Counts and sums are added up, extremes compared again.
 */
import type { BlockAggregate } from '../../connectors/block.ts';
import { type AstNode, textOf, walk } from '../parse/ast.ts';
import { isConstant } from './constants.ts';
import { giveUp } from './give-up.ts';
import type { Outputs } from './outputs.ts';
import type { Scope } from './scope.ts';

const steadyOfDates: ReadonlySet<string> = new Set([
  'year',
  'month',
  'day',
  'quarter',
  'week',
  'decade',
  'dayofweek',
  'dayofyear',
  'weekday',
  'yearweek',
  'isodow',
  'isoyear',
  'dayname',
  'monthname',
  'last_day',
  'date_trunc',
  'date_part',
  'datepart',
  'datetrunc',
  'strftime',
  'concat',
  '||',
  '+',
  '-',
  '*',
]);

/** Makes the dates that `expression` reads keys of the block; gives up if it is anything but steady functions of dates. */
export function addDateKeys(expression: AstNode, scope: Scope, outputs: Outputs): void {
  for (const part of walk(expression)) {
    if (part.class === 'FUNCTION' && !steadyOfDates.has(textOf(part, 'function_name'))) giveUp('key');
    const isPlain = ['FUNCTION', 'CAST', 'COLUMN_REF', 'CONSTANT'].includes(textOf(part, 'class'));
    if (part.class !== undefined && !isPlain) giveUp('key');
    if (part.type !== 'COLUMN_REF') continue;
    const ref = scope.findNode(part) ?? giveUp('key');
    if (ref.column.type !== 'DATE') giveUp(`key of an expression of ${ref.column.type}`);
    outputs.key(ref);
  }
  if (isConstant(expression)) giveUp('key');
}

/** The aggregate over groups, in place of `call` over rows. `part` reads the block's column of it. */
export function aggregateAgain(call: AstNode, value: BlockAggregate, part: AstNode): AstNode {
  const alias = textOf(call, 'alias');
  const over = (name: string, itsAlias: string): AstNode => ({
    ...call,
    alias: itsAlias,
    function_name: name,
    children: [{ ...part, alias: '' }],
    filter: null,
  });
  switch (value.name) {
    case 'countRows':
    case 'count':
      return {
        class: 'CAST',
        type: 'OPERATOR_CAST',
        alias,
        query_location: 0,
        child: over('sum', ''),
        cast_type: { id: 'BIGINT', type_info: null },
        try_cast: false,
      };
    case 'sum':
    case 'min':
    case 'max':
      return over(value.name, alias);
    default:
      return giveUp(`${value.name} of groups`);
  }
}
