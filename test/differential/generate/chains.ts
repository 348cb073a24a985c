/** Statements in which one relation can reduce another: chains of joins over several sources, subqueries that look outside, groups that are joined by their keys. */
import { areComparable, type Context, freshName, pickColumn, type ScopeColumn } from './context.ts';
import { plainCondition } from './filters.ts';
import type { Query } from './queries.ts';
import { type FromClause, tableItem } from './relations.ts';

const named = (context: Context, sql: string, column: Pick<ScopeColumn, 'type' | 'family' | 'values'>) => {
  const name = freshName(context, 'c');
  return { made: `${sql} AS ${name}`, column: { ...column, sql: name, name } };
};
const integer = { type: 'BIGINT', family: 'integer', values: ['0', '1', '2'] } as const;

/** Two to five relations, each joined to one before it by a column of one type. */
export function chainQuery(context: Context): Query {
  const { choices } = context;
  const first = chainItem(context);
  let { sql, scope } = first;
  const where: string[] = [];
  const count = choices.oneOf([35, () => 1], [35, () => 2], [20, () => 3], [10, () => 4]);
  for (let join = 0; join < count; join += 1) {
    const next = chainItem(context);
    const on = link(context, scope, next.scope);
    const style = choices.oneOf<string>(
      [40, () => ','],
      [25, () => 'INNER'],
      [15, () => 'LEFT'],
      [6, () => 'RIGHT'],
      [4, () => 'FULL'],
      [6, () => 'SEMI'],
      [4, () => 'ANTI'],
    );
    if (style === ',') {
      sql = `${sql} CROSS JOIN ${next.sql}`;
      where.push(on);
    } else {
      const extra = choices.chance(20) ? ` AND ${plainCondition(context, next.scope)}` : '';
      sql = `${sql} ${style} JOIN ${next.sql} ON ${on}${extra}`;
    }
    if (style !== 'SEMI' && style !== 'ANTI') scope = [...scope, ...next.scope];
    if (choices.chance(15)) where.push(link(context, scope, scope));
  }
  where.push(...choices.several(0, 2, () => plainCondition(context, scope)));
  where.push(...choices.several(0, 2, () => outwardCondition(context, scope, 2)));
  if (choices.chance(15)) where.push(lacking(context, first.sql, scope));
  if (choices.chance(20)) where.push(inEachBranch(context, scope));
  const tail = ` FROM ${sql}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
  return selected(context, scope, tail);
}

export function selected(context: Context, scope: readonly ScopeColumn[], tail: string): Query {
  const { choices } = context;
  const pick = () => {
    const column = pickColumn(context, scope);
    return column === undefined ? named(context, '1', integer) : named(context, column.sql, column);
  };
  if (choices.chance(40)) {
    const key = pickColumn(context, scope);
    const outputs = [...(key === undefined ? [] : [named(context, key.sql, key)]), named(context, 'count(*)', integer)];
    const by = key === undefined ? '' : ` GROUP BY ${key.sql}`;
    return {
      sql: `SELECT ${outputs.map(({ made }) => made).join(', ')}${tail}${by}`,
      columns: outputs.map(({ column }) => column),
    };
  }
  const outputs = choices.several(1, 4, pick);
  if (choices.chance(20)) outputs.push(named(context, scalarCount(context, scope), integer));
  return {
    sql: `SELECT ${outputs.map(({ made }) => made).join(', ')}${tail}`,
    columns: outputs.map(({ column }) => column),
  };
}

/** A table, a common table, its groups or its distinct values. */
export function chainItem(context: Context): FromClause {
  const { choices, ctes } = context;
  const table = (): FromClause => tableItem(context);
  return choices.oneOf(
    [70, table],
    [14, () => grouped(context)],
    [
      ctes.length > 0 ? 40 : 0,
      () => {
        const cte = choices.pick(ctes);
        const alias = freshName(context, 'r');
        const scope = cte.columns.map((column) => ({ ...column, sql: `${alias}.${column.name}` }));
        return { sql: `${cte.name} AS ${alias}`, scope };
      },
    ],
  );
}

function grouped(context: Context): FromClause {
  const { choices } = context;
  const inner = tableItem(context);
  const keys = choices
    .several(1, 2, () => pickColumn(context, inner.scope))
    .filter((column) => column !== undefined)
    .map((column) => ({ sql: column.sql, ...named(context, column.sql, column) }));
  const where = choices.chance(50) ? ` WHERE ${plainCondition(context, inner.scope)}` : '';
  const alias = freshName(context, 'd');
  const isDistinct = keys.length > 0 && choices.chance(30);
  const counted = named(context, 'count(*)', integer);
  const outputs = isDistinct ? keys : [...keys, counted];
  const by = isDistinct || keys.length === 0 ? '' : ` GROUP BY ${keys.map(({ sql }) => sql).join(', ')}`;
  const having =
    by !== '' && choices.chance(40) ? ` HAVING count(*) ${choices.pick(['>', '=', '<'])} ${choices.below(3)}` : '';
  const list = outputs.map(({ made }) => made).join(', ');
  return {
    sql: `(SELECT ${isDistinct ? 'DISTINCT ' : ''}${list} FROM ${inner.sql}${where}${by}${having}) AS ${alias}`,
    scope: outputs.map(({ column }) => ({ ...column, sql: `${alias}.${column.name}` })),
  };
}

/** Mostly an equality of two columns of one type, as keys need it. */
export function link(context: Context, left: readonly ScopeColumn[], right: readonly ScopeColumn[]): string {
  const { choices } = context;
  const own = pickColumn(context, right, ({ family }) => family !== 'float') ?? pickColumn(context, right);
  const same = own && pickColumn(context, left, (one) => one.type === own.type && one.sql !== own.sql);
  const other = same ?? (own && pickColumn(context, left, (one) => areComparable(one, own)));
  if (own === undefined || other === undefined) return 'true';
  const operator = choices.oneOf([92, () => '='], [4, () => '<'], [4, () => 'IS NOT DISTINCT FROM']);
  const a = choices.chance(10) ? computed(context, other, left) : other.sql;
  const b = choices.chance(10) ? computed(context, own, right) : own.sql;
  return choices.chance(50) ? `${a} ${operator} ${b}` : `${b} ${flip(operator)} ${a}`;
}

/** Something of the column's own type that is often the same as the column. */
function computed({ choices }: Context, { sql, type }: ScopeColumn, scope: readonly ScopeColumn[]): string {
  if (type === 'INTEGER' || type === 'BIGINT') return `CAST(CAST(${sql} AS VARCHAR) AS ${type})`;
  if (type !== 'VARCHAR') return sql;
  const texts = scope.filter((column) => column.type === 'VARCHAR');
  return choices.oneOf(
    [20, () => `upper(${sql})`],
    [20, () => `rtrim(${sql})`],
    [20, () => `(${sql} || '')`],
    [10, () => `ltrim(replace(lower(${sql}), 'a', 'b'), '0')`],
    [10, () => `substring(${sql}, 1, 3)`],
    [10, () => `(${sql} || left(${choices.pick(texts).sql}, 0))`],
  );
}

const flip = (operator: string): string => (operator === '<' ? '>' : operator);

/** EXISTS, IN, scalar subqueries and their negations that compare with a column of the query around them. */
function outwardCondition(context: Context, outer: readonly ScopeColumn[], depth: number): string {
  const { choices } = context;
  const inner = choices.chance(80) ? tableItem(context) : grouped(context);
  const where = [
    link(context, outer, inner.scope),
    ...choices.several(0, 1, () => plainCondition(context, inner.scope)),
    ...(depth > 0 && choices.chance(25) ? [outwardCondition(context, inner.scope, depth - 1)] : []),
    ...(choices.chance(10) ? [link(context, outer, inner.scope)] : []),
  ];
  const tail = ` FROM ${inner.sql} WHERE ${where.join(' AND ')}`;
  const own = pickColumn(context, inner.scope);
  const partner = own && pickColumn(context, outer, (one) => one.type === own.type);
  return choices.oneOf(
    [30, () => `EXISTS (SELECT *${tail})`],
    [25, () => `NOT EXISTS (SELECT 1${tail})`],
    [8, () => `EXISTS (SELECT count(*)${tail})`],
    [
      own === undefined || partner === undefined ? 0 : 25,
      () => {
        const uncorrelated = choices.chance(50)
          ? ` FROM ${inner.sql} WHERE ${plainCondition(context, inner.scope)}`
          : tail;
        return `${partner?.sql} ${choices.pick(['IN', 'IN', 'NOT IN'])} (SELECT ${own?.sql}${uncorrelated})`;
      },
    ],
    [12, () => `(SELECT count(*)${tail}) ${choices.pick(['=', '>', '<'])} ${choices.below(3)}`],
    [8, () => `(EXISTS (SELECT 1${tail}) OR ${plainCondition(context, outer)})`],
  );
}

/** NOT EXISTS over another table, mostly one of the source of `sql`, by one equality: what a source may find out by itself. */
function lacking(context: Context, sql: string, outer: readonly ScopeColumn[]): string {
  const { choices, schema } = context;
  const here = schema.tables.filter(({ source }) => sql.startsWith(`${source}.`));
  const inner = tableItem(context, choices.pick(here.length > 0 && choices.chance(85) ? here : schema.tables));
  const more = choices.chance(40) ? ` AND ${plainCondition(context, inner.scope)}` : '';
  return `NOT EXISTS (SELECT ${choices.pick(['1', '*'])} FROM ${inner.sql} WHERE ${link(context, outer, inner.scope)}${more})`;
}

/** An OR whose branches ask for the same: a source may settle that. */
function inEachBranch(context: Context, scope: readonly ScopeColumn[]): string {
  const { choices } = context;
  const common = plainCondition(context, scope);
  const branches = choices.several(2, 3, () =>
    choices.chance(10) ? common : `${common} AND ${plainCondition(context, scope)}`,
  );
  return `(${branches.map((branch) => `(${branch})`).join(' OR ')})`;
}

function scalarCount(context: Context, outer: readonly ScopeColumn[]): string {
  const inner = tableItem(context);
  return `(SELECT count(*) FROM ${inner.sql} WHERE ${link(context, outer, inner.scope)})`;
}
