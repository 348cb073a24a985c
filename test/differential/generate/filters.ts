/** Conditions: every kind that a source may be given, and many that look like one and may not. */
import { standardText } from '../placement.ts';
import { areComparable, type Context, pickColumn, type ScopeColumn } from './context.ts';
import { constantFor, valueFor } from './literals.ts';

/** Makes a condition that holds a subquery; undefined where there is no fit one. */
export type SubqueryMaker = (scope: readonly ScopeColumn[]) => string | undefined;

const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const;

/** Conditions joined by AND, most of them on one relation only, which is what a source can be given. */
export function whereConditions(context: Context, scope: readonly ScopeColumn[], subquery?: SubqueryMaker): string {
  const { choices } = context;
  const parts = choices.several(1, 3, () => {
    const relation = choices.chance(65) ? pickColumn(context, scope)?.sql.replace(/\..*$/s, '.') : undefined;
    const own = relation === undefined ? scope : scope.filter(({ sql }) => sql.startsWith(relation));
    return condition(context, own, 2, subquery);
  });
  return parts.join(' AND ');
}

/** A condition over the scope, nested at most `depth` deep. */
export function condition(
  context: Context,
  scope: readonly ScopeColumn[],
  depth: number,
  subquery?: SubqueryMaker,
): string {
  const { choices } = context;
  const inner = (): string => condition(context, scope, depth - 1, subquery);
  if (depth <= 0) return plainCondition(context, scope);
  return choices.oneOf(
    [50, () => plainCondition(context, scope)],
    [14, () => `(${inner()} AND ${inner()})`],
    [14, () => `(${inner()} OR ${inner()})`],
    [10, () => `NOT (${inner()})`],
    [4, () => nearMiss(context, scope)],
    [8, () => subquery?.(scope) ?? plainCondition(context, scope)],
  );
}

/** One comparison, list, range, NULL test or pattern; rarely a near miss. */
export function plainCondition(context: Context, scope: readonly ScopeColumn[]): string {
  const { choices } = context;
  const column = pickColumn(context, scope);
  if (column === undefined) return choices.pick(['true', 'false', 'NULL::BOOLEAN']);
  const { sql, family } = column;
  const constant = (): string => constantFor(context, column);
  return choices.oneOf(
    [18, () => `${sql} ${choices.pick(comparisons)} ${constant()}`],
    [4, () => `${constant()} ${choices.pick(comparisons)} ${sql}`],
    [
      9,
      () =>
        `${sql} ${choices.pick(['IN', 'NOT IN'])} (${choices.several(1, 5, constant).join(', ')}${choices.chance(20) ? ', NULL' : ''})`,
    ],
    [8, () => `${sql} ${choices.pick(['BETWEEN', 'NOT BETWEEN'])} ${constant()} AND ${constant()}`],
    [8, () => `${sql} ${choices.pick(['IS NULL', 'IS NOT NULL'])}`],
    [3, () => `${sql} ${choices.pick(['IS DISTINCT FROM', 'IS NOT DISTINCT FROM'])} ${constant()}`],
    [9, () => twoColumns(context, scope, column)],
    [
      18,
      () => {
        const words = pickColumn(context, scope, (one) => one.family === 'text');
        return words === undefined ? `${sql} = ${constant()}` : pattern(context, words);
      },
    ],
    [
      5,
      () =>
        family === 'boolean'
          ? choices.pick([sql, `NOT ${sql}`, `${sql} IS TRUE`, `${sql} IS NOT FALSE`])
          : `${sql} = ${constant()}`,
    ],
    [6, () => nearMiss(context, scope)],
  );
}

function twoColumns(context: Context, scope: readonly ScopeColumn[], column: ScopeColumn): string {
  const other = pickColumn(context, scope, (one) => areComparable(one, column)) ?? column;
  return `${column.sql} ${context.choices.pick(comparisons)} ${other.sql}`;
}

function pattern(context: Context, column: ScopeColumn): string {
  const { choices } = context;
  const characters = [...valueFor(context, column)];
  const start = characters.slice(0, 1 + choices.below(3)).join('');
  const escaped = start.replaceAll(/[\\%_!]/g, (letter) => `!${letter}`);
  const like = choices.pick(['LIKE', 'NOT LIKE', 'ILIKE']);
  const text = standardText;
  return choices.oneOf(
    [8, () => `${column.sql} LIKE ${text(`${start}%`)}`],
    [6, () => `${column.sql} ${like} ${text(`${escaped}%`)} ESCAPE '!'`],
    [6, () => `${choices.pick(['starts_with', 'prefix'])}(${column.sql}, ${text(start)})`],
    [4, () => `${column.sql} ${like} ${text(start)}`],
    [4, () => `${column.sql} ${like} ${text(`%${start}`)}`],
    [3, () => `${column.sql} ${like} ${text(`%${start}%`)}`],
    [3, () => `${column.sql} ${like} ${text(`${start}_`)}`],
    [
      3,
      () => `${column.sql} ${like} ${text(`${start.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`)} ESCAPE '\\'`,
    ],
    [2, () => `${choices.pick(['contains', 'suffix'])}(${column.sql}, ${text(start)})`],
    [5, () => leading(context, column, start)],
    [
      2,
      () =>
        `${column.sql} ${choices.pick(['GLOB', 'SIMILAR TO'])} ${text(`${start.replaceAll(/[^\p{L}\p{N} ]/gu, '')}*`)}`,
    ],
  );
}

/** The first letters compared, mostly with as many. */
function leading(context: Context, { sql }: ScopeColumn, start: string): string {
  const { choices } = context;
  const letters = [...start].length + (choices.chance(15) ? 1 : 0);
  const call = choices.pick([
    `substring(${sql}, 1, ${letters})`,
    `left(${sql}, ${letters})`,
    `substr(${sql}, 1, ${letters})`,
  ]);
  const others = ['a', 'A', 'b ', '1'].map(standardText);
  return choices.oneOf(
    [50, () => `${call} ${choices.pick(['=', '<>'])} ${standardText(start)}`],
    [50, () => `${call} ${choices.pick(['IN', 'NOT IN'])} (${[standardText(start), choices.pick(others)].join(', ')})`],
  );
}

/** Conditions that only look as if a source could apply them. */
function nearMiss(context: Context, scope: readonly ScopeColumn[]): string {
  const { choices } = context;
  const column = pickColumn(context, scope);
  if (column === undefined) return 'true';
  const { sql, family } = column;
  const value = valueFor(context, column);
  const general = [
    () => `CAST(${sql} AS VARCHAR) ${choices.pick(comparisons)} ${standardText(value)}`,
    () =>
      `coalesce(${sql}, ${constantFor(context, column)}) ${choices.pick(comparisons)} ${constantFor(context, column)}`,
    () => `CASE WHEN ${sql} IS NULL THEN true ELSE ${sql} = ${constantFor(context, column)} END`,
    () => `nullif(${sql}, ${constantFor(context, column)}) IS NULL`,
    () => `(${sql} = ${constantFor(context, column)}) IS NOT TRUE`,
    () => `${sql} = ANY ([${constantFor(context, column)}, ${constantFor(context, column)}])`,
    () => `(${sql}, ${sql}) = (${constantFor(context, column)}, ${constantFor(context, column)})`,
  ];
  const special: Readonly<Partial<Record<typeof family, readonly (() => string)[]>>> = {
    text: [
      () => `lower(${sql}) = ${standardText(value.toLowerCase())}`,
      () => `upper(${sql}) LIKE ${standardText(`${[...value.toUpperCase()].slice(0, 1).join('')}%`)}`,
      () => `length(${sql}) ${choices.pick(comparisons)} ${choices.below(4)}`,
      () => `trim(${sql}) = ${standardText(value.trim())}`,
      () => `TRY_CAST(${sql} AS INTEGER) ${choices.pick(comparisons)} 1`,
      () => `${sql} || 'x' = ${standardText(`${value}x`)}`,
      () => `${sql} COLLATE NOCASE = ${standardText(value)}`,
      () => `${sql} = ''`,
    ],
    integer: [
      () => `abs(${sql}::HUGEINT) = 1`,
      () => `${sql}::HUGEINT + 1 ${choices.pick(comparisons)} ${choices.below(4)}`,
      () => `${sql} ${choices.pick(comparisons)} ${choices.pick(['0.5', '1.5', '1e0', "'1'", '-1.0', '1.0000000001'])}`,
      () => `${sql} % 2 = 0`,
      () => `${sql} // 2 = 0`,
      () => `${sql} / 2 = 0.5`,
    ],
    decimal: [
      () =>
        `${sql} ${choices.pick(comparisons)} ${choices.pick(['1', '1.5', '0.3333333333333333', '1e0', "'1.00'", '0.1::DOUBLE'])}`,
      () => `round(${sql}::DECIMAL(38,10), 0) = 1`,
    ],
    float: [
      () => `isnan(${sql})`,
      () => `${sql} ${choices.pick(comparisons)} ${choices.pick(['1', '0.1', '-0.0', '0', "'nan'"])}`,
      () => `isfinite(${sql}) AND ${sql} > 0`,
      () => `${sql}::FLOAT = 0.1::FLOAT`,
    ],
    date: [
      () => `${sql} ${choices.pick(comparisons)} TIMESTAMP '2024-01-01 00:00:01'`,
      () => `year(${sql}) = 2024`,
      () => `${sql} ${choices.pick(comparisons)} '2024-01-01'`,
    ],
    timestamp: [
      () => `${sql}::DATE = DATE '2024-01-01'`,
      () => `${sql} ${choices.pick(comparisons)} DATE '2024-01-01'`,
      () => `date_trunc('day', ${sql}) = TIMESTAMP '2024-01-01 00:00:00'`,
    ],
    timestamptz: [
      () => `${sql} ${choices.pick(comparisons)} TIMESTAMP '2024-01-01 00:00:00'`,
      () => `${sql} ${choices.pick(comparisons)} '2024-01-01 01:00:00+01'`,
    ],
  };
  return choices.pick([...general, ...(special[family] ?? [])])();
}
