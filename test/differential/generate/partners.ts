/** Statements in which a table mostly does nothing but filter another one of its source, by a key of its own: a star and its dimensions, dimensions of dimensions, and what only looks so. */
import type { PlacedTable } from '../schema.ts';
import { chainItem, link, selected } from './chains.ts';
import { type Context, pickColumn, quoted, type ScopeColumn } from './context.ts';
import { plainCondition } from './filters.ts';
import type { Query } from './queries.ts';
import { type FromClause, tableItem } from './relations.ts';

/** Sources that read their other tables for a filter. */
const reading = ['pg', 'my'] as const;

export function partnerQuery(context: Context): Query {
  const { choices, schema } = context;
  const source = choices.pick(reading);
  const here = schema.tables.filter((table) => table.source === source);
  const tables = here.length > 0 ? here : schema.tables;
  const owner = tableItem(context, choices.pick(tables), false);
  const where: string[] = [];
  let { sql } = owner;
  const partners: ScopeColumn[] = [];
  const count = choices.oneOf([65, () => 1], [25, () => 2], [10, () => 3]);
  for (let at = 0; at < count; at += 1) {
    const placed = choices.pick(tables);
    const partner = tableItem(context, placed, false);
    const of = partners.length > 0 && choices.chance(50) ? partners : owner.scope;
    const conditions = choices.several(0, 2, () => partnerCondition(context, partner.scope));
    sql = joined(context, sql, partner, [keyEquality(context, placed, partner, of), ...conditions], where);
    partners.push(...partner.scope);
  }
  const more = choices.oneOf([60, () => 1], [40, () => 0]);
  let scope = owner.scope;
  if (more === 1) {
    const next = chainItem(context);
    const on = link(context, scope, next.scope);
    sql = choices.oneOf(
      [50, () => `${sql} INNER JOIN ${next.sql} ON ${on}`],
      [20, () => `${sql} LEFT JOIN ${next.sql} ON ${on}`],
      [20, () => `${next.sql} LEFT JOIN ${inBrackets(sql)} ON ${on}`],
      [10, () => `${next.sql} FULL JOIN ${inBrackets(sql)} ON ${on}`],
    );
    scope = [...scope, ...next.scope];
  }
  where.push(...choices.several(0, 2, () => plainCondition(context, scope)));
  if (choices.chance(8)) scope = [...scope, ...partners];
  const tail = ` FROM ${sql}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
  return selected(context, scope, tail);
}

/** A single table stands in none. */
const inBrackets = (sql: string): string => (/ JOIN /.test(sql) ? `(${sql})` : sql);

/** Often one that most sources settle. */
function partnerCondition(context: Context, scope: readonly ScopeColumn[]): string {
  const { choices } = context;
  const number = pickColumn(context, scope, ({ family }) => family === 'integer' || family === 'decimal');
  if (number === undefined || choices.chance(40)) return plainCondition(context, scope);
  const test = choices.pick(['IS NOT NULL', '>= 1', '<> 2', 'IN (1, 2, 3, 4)', '< 5', 'BETWEEN 0 AND 7']);
  return `${number.sql} ${test}`;
}

/** The partner before or behind what is there, its conditions in ON or in WHERE. */
function joined(context: Context, sql: string, partner: FromClause, all: readonly string[], where: string[]): string {
  const { choices } = context;
  return choices.oneOf(
    [
      40,
      () => {
        where.push(...all);
        return choices.chance(50) ? `${sql} CROSS JOIN ${partner.sql}` : `${partner.sql} CROSS JOIN ${inBrackets(sql)}`;
      },
    ],
    [
      25,
      () => {
        const [equality = 'true', ...conditions] = all;
        where.push(...conditions);
        return `${sql} INNER JOIN ${partner.sql} ON ${equality}`;
      },
    ],
    [25, () => `${partner.sql} INNER JOIN ${inBrackets(sql)} ON ${all.join(' AND ')}`],
    [10, () => `${sql} ${choices.pick(['LEFT', 'RIGHT'])} JOIN ${partner.sql} ON ${all.join(' AND ')}`],
  );
}

/** Mostly a unique key of the partner and a column of its type. */
function keyEquality(
  context: Context,
  { info }: PlacedTable,
  partner: FromClause,
  owner: readonly ScopeColumn[],
): string {
  const { choices } = context;
  const names = new Set(
    [info.primaryKey, ...info.uniqueKeys].flatMap((key) => (key.length === 1 ? key : [])).map(quoted),
  );
  const key = pickColumn(context, partner.scope, ({ name }) => names.has(name));
  const column = key && pickColumn(context, owner, ({ type }) => type === key.type);
  if (key === undefined || column === undefined || choices.chance(8)) return link(context, owner, partner.scope);
  return choices.chance(50) ? `${key.sql} = ${column.sql}` : `${column.sql} = ${key.sql}`;
}
