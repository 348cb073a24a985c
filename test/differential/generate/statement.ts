/** A whole random statement, as the engine and as the oracle are given it. */
import type { Choices } from '../choices.ts';
import { sourceNames } from '../placement.ts';
import type { PlacedTable, Schema } from '../schema.ts';
import { blockQuery, groupedQuery, joinedGroupsQuery } from './blocks.ts';
import { chainQuery } from './chains.ts';
import { type Context, freshName, type Native } from './context.ts';
import { condition } from './filters.ts';
import { partnerQuery } from './partners.ts';
import { type Query, selectQuery, setQuery } from './queries.ts';
import { nativeMark, tableItem } from './relations.ts';

export interface Statement {
  readonly engine: string;
  readonly local: string;
  /** True: the rows have one order only. */
  readonly isOrdered: boolean;
  readonly used: readonly PlacedTable[];
}

export function makeStatement(choices: Choices, whole: Schema): Statement {
  const schema = choices.chance(35) ? oneSource(choices, whole) : whole;
  const context: Context = { choices, schema, natives: [], ctes: [], used: new Set(), names: 0 };
  const ctes = choices.oneOf([75, () => 0], [20, () => 1], [5, () => 2]);
  const definitions = Array.from({ length: ctes }, () => cte(context));
  const body = choices.oneOf(
    [25, () => scanQuery(context)],
    [25, () => blockQuery(context)],
    [40, () => selectQuery(context, 2)],
    [40, () => chainQuery(context)],
    [35, () => partnerQuery(context)],
    [13, () => setQuery(context, 1)],
    [5, () => limitedCount(context)],
    [15, () => groupedQuery(context)],
    [15, () => joinedGroupsQuery(context)],
  );
  const isOrdered = choices.chance(30);
  const prefix = definitions.length === 0 ? '' : `WITH ${definitions.join(', ')} `;
  const sql = `${prefix}${body.sql}${isOrdered ? orderAndLimit(context, body) : ''}`;
  return {
    engine: withNatives(sql, context.natives, 'engine'),
    local: withNatives(sql, context.natives, 'local'),
    isOrdered,
    used: [...context.used],
  };
}

/** Only the tables of one connection: what may go there as a whole. */
function oneSource(choices: Choices, schema: Schema): Schema {
  const source = choices.pick(sourceNames);
  return { ...schema, tables: schema.tables.filter((table) => table.source === source) };
}

function cte(context: Context): string {
  const query = selectQuery(context, 1);
  const name = freshName(context, 'w');
  context.ctes.push({ name, columns: query.columns });
  const kind = context.choices.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED ']);
  return `${name} AS ${kind}(${query.sql})`;
}

/** One table and conditions: the plainest way to a filter at the source. */
function scanQuery(context: Context): Query {
  const { choices } = context;
  const from = tableItem(context);
  const wanted = from.scope.filter(() => choices.chance(60));
  const columns = (wanted.length === 0 ? from.scope.slice(0, 1) : wanted).map((column) => ({
    ...column,
    sql: column.name,
  }));
  const parts = choices.several(1, 3, () => condition(context, from.scope, 2));
  const list = (wanted.length === 0 ? from.scope.slice(0, 1) : wanted).map(({ sql }) => sql).join(', ');
  return { sql: `SELECT ${list} FROM ${from.sql} WHERE ${parts.join(' AND ')}`, columns };
}

/** How many rows there are within a limit: known though it is not known which. */
function limitedCount(context: Context): Query {
  const { choices } = context;
  const inner = choices.oneOf([60, () => scanQuery(context)], [40, () => selectQuery(context, 1)]);
  const limit = `LIMIT ${choices.below(20)}${choices.chance(30) ? ` OFFSET ${choices.below(5)}` : ''}`;
  const name = freshName(context, 'c');
  const column = { sql: name, name, type: 'BIGINT', family: 'integer', values: [] } as const;
  return { sql: `SELECT count(*) AS ${name} FROM (${inner.sql} ${limit})`, columns: [column] };
}

/** Ordered by every column, so that only equal rows can change places. */
function orderAndLimit({ choices }: Context, { columns }: Query): string {
  const keys = columns.map((_, at) => `${at + 1}${choices.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`);
  const limit = choices.chance(50) ? ` LIMIT ${choices.below(12)}` : '';
  const offset = choices.chance(25) ? ` OFFSET ${choices.below(5)}` : '';
  return ` ORDER BY ${choices.shuffled(keys).join(', ')}${limit}${offset}`;
}

function withNatives(sql: string, natives: readonly Native[], side: keyof Native): string {
  return natives.reduce((text, native, index) => text.split(nativeMark(index)).join(native[side]), sql);
}
