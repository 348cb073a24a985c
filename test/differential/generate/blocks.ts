/** Queries over tables of one connection in the shapes that a source may answer whole: joined by keys, filtered, aggregated, or the first rows. */
import { sourceNames } from '../placement.ts';
import { areComparable, type Context, freshName, pickColumn, type ScopeColumn } from './context.ts';
import { plainCondition } from './filters.ts';
import { literalOf, valueFor } from './literals.ts';
import { computed, type Query, summable } from './queries.ts';
import { tableItem } from './relations.ts';

export function blockQuery(context: Context): Query {
  const { choices, schema } = context;
  const source = choices.pick(sourceNames);
  const tables = schema.tables.filter((table) => table.source === source);
  const item = () => tableItem(context, choices.pick(tables.length > 0 ? tables : schema.tables), false);
  let { sql, scope } = item();
  for (let join = choices.oneOf([50, () => 0], [38, () => 1], [12, () => 2]); join > 0; join -= 1) {
    const other = item();
    sql += ` ${choices.pick(['INNER', 'LEFT'])} JOIN ${other.sql} ON ${onKey(context, scope, other.scope)}`;
    scope = [...scope, ...other.scope];
  }
  const parts = choices.several(0, 2, () => plainCondition(context, scope));
  const tail = ` FROM ${sql}${parts.length === 0 ? '' : ` WHERE ${parts.join(choices.pick([' AND ', ' OR ']))}`}`;
  return choices.chance(65) ? aggregated(context, scope, tail) : listed(context, scope, tail);
}

/** Groups of one table's rows: what a source may answer by ranges, in parts that are put together again. */
export function groupedQuery(context: Context): Query {
  const { choices, schema } = context;
  const { sql, scope } = tableItem(context, choices.pick(schema.tables), false);
  const where = choices.chance(35) ? ` WHERE ${plainCondition(context, scope)}` : '';
  return aggregated(context, scope, ` FROM ${sql}${where}`);
}

/** Aggregates of one of two joined tables: its source may group it below the join. */
export function joinedGroupsQuery(context: Context): Query {
  const { choices, schema } = context;
  const [left, right] = [
    tableItem(context, choices.pick(schema.tables), false),
    tableItem(context, choices.pick(schema.tables), false),
  ];
  const from = choices.pick(['JOIN', 'comma']);
  const pairs = choices.several(1, 2, () => {
    const own = pickColumn(context, left.scope);
    const other = own && pickColumn(context, right.scope, (one) => one.type === own.type || areComparable(one, own));
    return own === undefined || other === undefined
      ? 'true'
      : choices.chance(50)
        ? `${own.sql} = ${other.sql}`
        : `${other.sql} = ${own.sql}`;
  });
  const on = pairs.join(' AND ');
  const key = choices.chance(75) ? pickColumn(context, left.scope) : undefined;
  const outputs = [
    ...(key === undefined ? [] : [named(context, key.sql, key)]),
    ...choices.several(1, 3, () => aggregate(context, right.scope, false)),
  ];
  const having = choices.chance(20) ? ` HAVING count(*) ${choices.pick(['>', '=', '<>'])} ${1 + choices.below(3)}` : '';
  const tail = from === 'comma' ? `${left.sql}, ${right.sql} WHERE ${on}` : `${left.sql} JOIN ${right.sql} ON ${on}`;
  return {
    sql: `SELECT ${outputs.map(({ made }) => made).join(', ')} FROM ${tail}${key === undefined ? '' : ` GROUP BY ${key.sql}`}${having}`,
    columns: outputs.map(({ column }) => column),
  };
}

function onKey(context: Context, left: readonly ScopeColumn[], right: readonly ScopeColumn[]): string {
  const { choices } = context;
  const own = choices.chance(60) ? right.find(({ name }) => name === '"id"') : pickColumn(context, right);
  const other = own && pickColumn(context, left, (one) => one.type === own.type || areComparable(one, own));
  if (own === undefined || other === undefined) return 'true';
  const extra = choices.chance(20) ? ` AND ${plainCondition(context, right)}` : '';
  return `${other.sql} = ${own.sql}${extra}`;
}

const named = (context: Context, sql: string, column: Pick<ScopeColumn, 'type' | 'family' | 'values'>) => {
  const name = freshName(context, 'c');
  return { made: `${sql} AS ${name}`, column: { ...column, sql: name, name } };
};
const integer = { type: 'BIGINT', family: 'integer', values: ['0', '1', '2'] } as const;

const average = { type: 'DOUBLE', family: 'float', values: ['0', '1.5'] } as const;

function aggregated(context: Context, scope: readonly ScopeColumn[], tail: string): Query {
  const { choices } = context;
  const keys = choices.several(0, 2, () => pickColumn(context, scope)).filter((column) => column !== undefined);
  const outputs = [
    ...keys.map((column) => named(context, column.sql, column)),
    ...choices.several(1, 3, () => aggregate(context, scope)),
  ];
  const by = keys.length === 0 ? '' : ` GROUP BY ${keys.map(({ sql }) => sql).join(', ')}`;
  const counted = pickColumn(context, scope);
  const having =
    keys.length > 0 && counted !== undefined && choices.chance(30)
      ? ` HAVING ${choices.oneOf(
          [50, () => `count(*) ${choices.pick(['>', '=', '<>'])} ${1 + choices.below(3)}`],
          [
            50,
            () =>
              `min(${counted.sql}) ${choices.pick(['=', '<', '>='])} ${literalOf(counted.family, valueFor(context, counted))}`,
          ],
        )}`
      : '';
  return {
    sql: `SELECT ${outputs.map(({ made }) => made).join(', ')}${tail}${by}${having}`,
    columns: outputs.map(({ column }) => column),
  };
}

function aggregate(context: Context, scope: readonly ScopeColumn[], mayFilter = true) {
  const { choices } = context;
  const column = pickColumn(context, scope);
  const number = pickColumn(context, scope, summable);
  const filter = mayFilter && choices.chance(15) ? ` FILTER (WHERE ${plainCondition(context, scope)})` : '';
  if (column === undefined) return named(context, 'count(*)', integer);
  return choices.oneOf(
    [20, () => named(context, `count(*)${filter}`, integer)],
    [15, () => named(context, `count(${column.sql})${filter}`, integer)],
    [15, () => named(context, `count(DISTINCT ${column.sql})${filter}`, integer)],
    [
      25,
      () => named(context, `${choices.pick(['min', 'max'])}(${column.sql})${choices.chance(30) ? filter : ''}`, column),
    ],
    [12, () => named(context, number === undefined ? 'count(*)' : `avg(${number.sql})${filter}`, average)],
    [
      25,
      () => {
        const argument = (choices.chance(40) ? computed(context, scope) : undefined) ?? number?.sql;
        return named(context, argument === undefined ? 'count(*)' : `sum(${argument})${filter}`, integer);
      },
    ],
  );
}

function listed(context: Context, scope: readonly ScopeColumn[], tail: string): Query {
  const { choices } = context;
  const outputs = choices.several(1, 3, () => pickColumn(context, scope)).filter((column) => column !== undefined);
  const made = outputs.map((column) => named(context, column.sql, column));
  const distinct = choices.chance(50) ? 'DISTINCT ' : '';
  return {
    sql: `SELECT ${distinct}${made.map((output) => output.made).join(', ')}${tail}`,
    columns: made.map(({ column }) => column),
  };
}
