/** SELECT in its forms: plain, DISTINCT, grouped, windowed; and set operations over them. */
import type { PlacedTable } from '../schema.ts';
import { areComparable, type Context, freshName, pickColumn, quoted, type ScopeColumn } from './context.ts';
import { condition, type SubqueryMaker, whereConditions } from './filters.ts';
import { literalOf, valueFor } from './literals.ts';
import { fromClause, tableItem } from './relations.ts';

export interface Query {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
}

export const columnsOf = ({ columns }: PlacedTable): ScopeColumn[] =>
  columns.map(({ name, type, family, values }) => ({ sql: quoted(name), name: quoted(name), type, family, values }));

/** A SELECT without ORDER BY. Its result columns have names of their own. */
export function selectQuery(context: Context, depth: number): Query {
  const { choices } = context;
  const subquery: SubqueryMaker = (scope) => (depth > 0 ? subqueryCondition(context, scope, depth - 1) : undefined);
  const from = fromClause(context, depth);
  const where = choices.chance(75) ? ` WHERE ${whereConditions(context, from.scope, subquery)}` : '';
  const tail = ` FROM ${from.sql}${where}`;
  return choices.oneOf(
    [45, () => plain(context, from.scope, tail, 'SELECT')],
    [10, () => plain(context, from.scope, tail, 'SELECT DISTINCT')],
    [28, () => grouped(context, from.scope, tail)],
    [17, () => windowed(context, from.scope, tail)],
  );
}

function named(
  context: Context,
  sql: string,
  column: Pick<ScopeColumn, 'type' | 'family' | 'values'>,
): ScopeColumn & { readonly made: string } {
  const name = freshName(context, 'c');
  return {
    sql: name,
    name,
    type: column.type,
    family: column.family,
    values: column.values,
    made: `${sql} AS ${name}`,
  };
}

const listOf = (columns: readonly { readonly made: string }[]): string => columns.map(({ made }) => made).join(', ');

function plain(context: Context, scope: readonly ScopeColumn[], tail: string, verb: string): Query {
  const columns = context.choices.several(1, 5, () => scalar(context, scope));
  return { sql: `${verb} ${listOf(columns)}${tail}`, columns };
}

const integer = { type: 'BIGINT', family: 'integer', values: ['1', '2', '0'] } as const;
const text = { type: 'VARCHAR', family: 'text', values: [] } as const;

/** A column as it is, or something made of it that cannot fail. */
function scalar(context: Context, scope: readonly ScopeColumn[]) {
  const { choices } = context;
  const column = pickColumn(context, scope);
  if (column === undefined) return named(context, '1', integer);
  const { sql } = column;
  const same = (): string => literalOf(column.family, valueFor(context, column));
  return choices.oneOf(
    [75, () => named(context, sql, column)],
    [4, () => named(context, `CAST(${sql} AS VARCHAR)`, text)],
    [4, () => named(context, `CASE WHEN ${condition(context, scope, 1)} THEN 1 ELSE 0 END`, integer)],
    [4, () => named(context, `${sql} IS NULL`, { type: 'BOOLEAN', family: 'boolean', values: ['true', 'false'] })],
    [4, () => named(context, `nullif(${sql}, ${same()})`, column)],
    [4, () => named(context, column.family === 'text' ? `upper(${sql})` : sql, column)],
  );
}

/** Numbers so small that a few of them can be computed with. */
const isSmall = ({ type, family, values }: ScopeColumn): boolean =>
  (family === 'integer' || family === 'decimal') &&
  /^(SMALLINT|INTEGER|BIGINT|DECIMAL\(1[02],[02]\))$/.test(type) &&
  values.length > 0 &&
  values.every((value) => Math.abs(Number(value)) <= 128);

/** A number made of columns, such as may stand in a sum. */
export function computed(context: Context, scope: readonly ScopeColumn[]): string | undefined {
  const { choices } = context;
  const column = pickColumn(context, scope, isSmall);
  const other = pickColumn(context, scope, isSmall);
  if (column === undefined || other === undefined) return undefined;
  return choices.oneOf(
    [
      30,
      () => `CASE WHEN ${condition(context, scope, 1)} THEN ${column.sql}${choices.chance(60) ? ' ELSE 0' : ''} END`,
    ],
    [30, () => `${column.sql} ${choices.pick(['+', '-', '*'])} ${other.sql}`],
    [20, () => `${column.sql} * (1 - ${other.sql})`],
    [20, () => `${column.sql} ${choices.pick(['+', '-', '*'])} ${choices.pick(['2', '0.5', '(-3)'])}`],
  );
}

export const summable = ({ type }: ScopeColumn): boolean =>
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(1?\d,\d+\))$/.test(type);

function aggregate(context: Context, scope: readonly ScopeColumn[]) {
  const { choices } = context;
  const column = pickColumn(context, scope);
  const filter = choices.chance(12) ? ` FILTER (WHERE ${condition(context, scope, 1)})` : '';
  if (column === undefined) return named(context, `count(*)${filter}`, integer);
  return choices.oneOf(
    [20, () => named(context, `count(*)${filter}`, integer)],
    [14, () => named(context, `count(${column.sql})${filter}`, integer)],
    [14, () => named(context, `count(DISTINCT ${column.sql})${filter}`, integer)],
    [34, () => named(context, `${choices.pick(['min', 'max'])}(${column.sql})${filter}`, column)],
    [
      14,
      () => {
        const number = pickColumn(context, scope, summable);
        if (number === undefined) return named(context, `count(*)${filter}`, integer);
        const made = choices.chance(35) ? computed(context, scope) : undefined;
        const sum = `sum(${choices.chance(15) ? 'DISTINCT ' : ''}${made ?? number.sql})${filter}`;
        return named(context, `CAST(${sum} AS VARCHAR)`, text);
      },
    ],
    [
      4,
      () => {
        const words = pickColumn(context, scope, ({ family }) => family === 'text');
        if (words === undefined) return named(context, 'count(*)', integer);
        return named(context, `string_agg(${words.sql}, '|' ORDER BY ${words.sql})`, text);
      },
    ],
  );
}

function grouped(context: Context, scope: readonly ScopeColumn[], tail: string): Query {
  const { choices } = context;
  const keys = choices.oneOf([25, () => 0], [50, () => 1], [25, () => 2]);
  const groups = Array.from({ length: keys }, () => pickColumn(context, scope)).filter(
    (column) => column !== undefined,
  );
  const columns = [
    ...groups.map((column) => named(context, column.sql, column)),
    ...choices.several(1, 3, () => aggregate(context, scope)),
  ];
  const list = groups.map((column) => column.sql).join(', ');
  const by =
    groups.length === 0 ? '' : ` GROUP BY ${groups.length > 1 && choices.chance(15) ? `ROLLUP (${list})` : list}`;
  const having = groups.length > 0 && choices.chance(30) ? ` HAVING ${havingCondition(context, scope)}` : '';
  return { sql: `SELECT ${listOf(columns)}${tail}${by}${having}`, columns };
}

function havingCondition(context: Context, scope: readonly ScopeColumn[]): string {
  const { choices } = context;
  const column = pickColumn(context, scope);
  if (column === undefined || choices.chance(40))
    return `count(*) ${choices.pick(['>', '=', '<>'])} ${1 + choices.below(3)}`;
  return `${choices.pick(['min', 'max'])}(${column.sql}) ${choices.pick(['=', '<>', '<', '>='])} ${literalOf(column.family, valueFor(context, column))}`;
}

/** Windows whose value does not depend on the order of equals. */
function windowed(context: Context, scope: readonly ScopeColumn[], tail: string): Query {
  const { choices } = context;
  const window = (): string => {
    const part = pickColumn(context, scope);
    const order = pickColumn(context, scope);
    const by = part !== undefined && choices.chance(70) ? `PARTITION BY ${part.sql} ` : '';
    return order === undefined
      ? by
      : `${by}ORDER BY ${order.sql} ${choices.pick(['', 'DESC', 'NULLS FIRST', 'DESC NULLS LAST'])}`;
  };
  const call = (): string => {
    const column = pickColumn(context, scope);
    const functions = ['rank()', 'dense_rank()', 'count(*)', ...(column === undefined ? [] : [`count(${column.sql})`])];
    return `${choices.pick(functions)} OVER (${window()})`;
  };
  const columns = [...choices.several(1, 3, () => scalar(context, scope)), named(context, call(), integer)];
  const qualify = choices.chance(50)
    ? ` QUALIFY ${call()} ${choices.pick(['<=', '=', '>'])} ${1 + choices.below(3)}`
    : '';
  return { sql: `SELECT ${listOf(columns)}${tail}${qualify}`, columns };
}

/** IN, EXISTS and scalar subqueries, correlated or not, and their negations. */
function subqueryCondition(context: Context, outer: readonly ScopeColumn[], depth: number): string | undefined {
  const { choices } = context;
  const inner = tableItem(context);
  const column = pickColumn(context, outer);
  const partner = column && pickColumn(context, inner.scope, (one) => areComparable(one, column));
  if (column === undefined || partner === undefined) return undefined;
  const where = (isCorrelated: boolean): string => {
    const parts = [
      ...(isCorrelated ? [`${partner.sql} ${choices.oneOf([80, () => '='], [20, () => '<'])} ${column.sql}`] : []),
      ...(choices.chance(60) ? [condition(context, inner.scope, 1)] : []),
      ...(isCorrelated && choices.chance(20) ? [condition(context, [...inner.scope, ...outer], 1)] : []),
    ];
    return parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`;
  };
  return choices.oneOf(
    [
      30,
      () => `${column.sql} ${choices.pick(['IN', 'NOT IN'])} (SELECT ${partner.sql} FROM ${inner.sql}${where(false)})`,
    ],
    [30, () => `${choices.pick(['EXISTS', 'NOT EXISTS'])} (SELECT 1 FROM ${inner.sql}${where(true)})`],
    [
      15,
      () =>
        `${column.sql} ${choices.pick(['=', '>=', '<'])} (SELECT ${choices.pick(['min', 'max'])}(${partner.sql}) FROM ${inner.sql}${where(false)})`,
    ],
    [15, () => `(SELECT count(*) FROM ${inner.sql}${where(true)}) ${choices.pick(['=', '>'])} ${choices.below(3)}`],
    [
      depth > 0 ? 10 : 0,
      () =>
        `${column.sql} IN (SELECT ${partner.sql} FROM ${inner.sql} WHERE ${condition(context, inner.scope, 1, (scope) => subqueryCondition(context, scope, depth - 1))})`,
    ],
  );
}

/** A set operation whose sides have the same types, so that no cast comes in. */
export function setQuery(context: Context, depth: number): Query {
  const { choices } = context;
  const left = selectQuery(context, depth);
  const operator = choices.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL']);
  const scopeOfRight = tableItem(context);
  const fit = left.columns.map((column) =>
    pickColumn(context, scopeOfRight.scope, (one) => areComparable(one, column)),
  );
  const right = fit.map((column, at) => {
    const target = left.columns[at];
    return column === undefined ? `CAST(NULL AS ${target?.type ?? 'VARCHAR'})` : column.sql;
  });
  const where = choices.chance(70) ? ` WHERE ${condition(context, scopeOfRight.scope, 1)}` : '';
  return {
    sql: `(${left.sql}) ${operator} (SELECT ${right.join(', ')} FROM ${scopeOfRight.sql}${where})`,
    columns: left.columns,
  };
}
