/** FROM: tables, native statements, subqueries and CTEs, joined in every way. */
import type { PlacedTable } from '../schema.ts';
import { areComparable, type Context, freshName, pickColumn, quoted, type ScopeColumn, tableSql } from './context.ts';
import { condition } from './filters.ts';
import { columnsOf, type Query, selectQuery } from './queries.ts';

/** The stored result that every world has: the rows of one of its tables. */
export const KEPT = 'kept';

export interface FromClause {
  readonly sql: string;
  readonly scope: readonly ScopeColumn[];
}

/** A table of the world under an alias. */
export function tableItem(
  context: Context,
  placed = context.choices.pick(context.schema.tables),
  canBeOther = true,
): FromClause {
  const alias = freshName(context, 'r');
  if (canBeOther && placed === context.schema.kept && context.choices.chance(30)) {
    context.used.add(placed);
    return { sql: `results.${KEPT} AS ${alias}`, scope: scopeOf(alias, columnsOf(placed)) };
  }
  if (canBeOther && placed.source !== 'web' && context.choices.chance(8)) return nativeItem(context, placed, alias);
  return { sql: `${tableSql(context, placed)} AS ${alias}`, scope: scopeOf(alias, columnsOf(placed)) };
}

const scopeOf = (alias: string, columns: readonly ScopeColumn[]): ScopeColumn[] =>
  columns.map((column) => ({ ...column, sql: `${alias}.${column.name}` }));

/**
 * `native(...)` of the table, by the source's own quoting. Left out: MariaDB's FLOAT, which a statement of its own rounds and which is refused then, and
 * PostgreSQL's numeric without precision, which has more digits there than in a table.
 */
function nativeItem(context: Context, placed: PlacedTable, alias: string): FromClause {
  const { source, info } = placed;
  const quote = (name: string): string => (source === 'my' ? `\`${name.replaceAll('`', '``')}\`` : quoted(name));
  const columns = placed.columns.filter(
    ({ type }) => !(source === 'my' && type === 'FLOAT') && !(source === 'pg' && type === 'DECIMAL(38,16)'),
  );
  const tag = freshName(context, 'q');
  const list = (quoting: (name: string) => string): string => columns.map(({ name }) => quoting(name)).join(', ');
  const statement = `SELECT ${list(quote)} FROM ${quote(info.schema)}.${quote(info.name)}`;
  context.used.add(placed);
  context.natives.push({
    engine: `native('${source}', $${tag}$${statement}$${tag}$)`,
    local: `(SELECT ${list(quoted)} FROM ${source}.${quoted(info.schema)}.${quoted(info.name)})`,
  });
  return {
    sql: `${nativeMark(context.natives.length - 1)} AS ${alias}`,
    scope: scopeOf(alias, columnsOf({ ...placed, columns })),
  };
}

export const nativeMark = (index: number): string => `\u0001${index}\u0001`;

function item(context: Context, depth: number): FromClause {
  const { choices, ctes } = context;
  return choices.oneOf(
    [70, () => tableItem(context)],
    [depth > 0 ? 12 : 0, () => derived(context, (name) => ({ ...selectQuery(context, depth - 1), name }))],
    [
      ctes.length > 0 ? 45 : 0,
      () => {
        const cte = choices.pick(ctes);
        const alias = freshName(context, 'r');
        return { sql: `${cte.name} AS ${alias}`, scope: scopeOf(alias, cte.columns) };
      },
    ],
  );
}

function derived(context: Context, make: (name: string) => Query & { readonly name: string }): FromClause {
  const query = make(freshName(context, 'd'));
  return { sql: `(${query.sql}) AS ${query.name}`, scope: scopeOf(query.name, query.columns) };
}

const joinKinds = ['INNER', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'CROSS'] as const;

/** One to three relations, joined. */
export function fromClause(context: Context, depth: number): FromClause {
  let clause = item(context, depth);
  const joins = context.choices.oneOf([40, () => 0], [40, () => 1], [20, () => 2]);
  for (let join = 0; join < joins; join += 1) clause = joined(context, clause, item(context, depth));
  return clause;
}

function joined(context: Context, left: FromClause, right: FromClause): FromClause {
  const { choices } = context;
  const kind = choices.pick(joinKinds);
  if (kind === 'CROSS') {
    return { sql: `${left.sql} CROSS JOIN ${right.sql}`, scope: [...left.scope, ...right.scope] };
  }
  const shared = left.scope.filter((column) =>
    right.scope.some((one) => one.name === column.name && areComparable(one, column)),
  );
  const isPartial = kind === 'SEMI' || kind === 'ANTI';
  const unique = shared.filter((column) =>
    [left, right].every(({ scope }) => scope.filter(({ name }) => name === column.name).length === 1),
  );
  if (unique.length > 0 && choices.chance(30)) {
    const column = choices.pick(unique);
    return {
      sql: `${left.sql} ${kind} JOIN ${right.sql} USING (${column.name})`,
      scope: isPartial ? left.scope : [...left.scope, ...right.scope],
    };
  }
  return {
    sql: `${left.sql} ${kind} JOIN ${right.sql} ON ${joinCondition(context, left.scope, right.scope)}`,
    scope: isPartial ? left.scope : [...left.scope, ...right.scope],
  };
}

function joinCondition(context: Context, left: readonly ScopeColumn[], right: readonly ScopeColumn[]): string {
  const { choices } = context;
  const pairs = choices.several(1, 2, () => {
    const column = pickColumn(context, left);
    const partner = column && pickColumn(context, right, (one) => areComparable(one, column));
    if (column === undefined || partner === undefined) return 'true';
    const operator = choices.oneOf([80, () => '='], [6, () => '<'], [6, () => '<>'], [8, () => 'IS NOT DISTINCT FROM']);
    return `${column.sql} ${operator} ${partner.sql}`;
  });
  const extra = choices.chance(25) ? [condition(context, [...left, ...right], 1)] : [];
  return [...pairs, ...extra].join(' AND ');
}
