/** The measured statements: TPC-H as it is, and five that stand for what a user does all day. */
import { qualifyTables } from './qualify.ts';

export interface Statement {
  readonly id: string;
  readonly title: string;
  /** Over the sources: tables as `pg.orders`, `my.lineitem`. */
  readonly federated: string;
  /** Over one database that holds all tables. */
  readonly local: string;
  /** What a client would ask of each source alone for it, where that is plain: the limit that the sources set. */
  readonly drain?: { readonly pg?: string; readonly my?: string };
  /**
   * For a statement that may answer any of its rows: a check over the local tables, given the answer's rows, that gives the rows which
   * are right.
   */
  readonly rightOnesOf?: (rows: readonly (readonly (string | null)[])[]) => string;
}

export const postgresTables = ['region', 'nation', 'customer', 'orders'] as const;
export const mariadbTables = ['supplier', 'part', 'partsupp', 'lineitem'] as const;

const connections = new Map<string, string>([
  ...postgresTables.map((table) => [table, 'pg'] as const),
  ...mariadbTables.map((table) => [table, 'my'] as const),
]);

export function allStatements(tpch: readonly string[]): Statement[] {
  const queries = tpch.map((text, index) => ({ id: `q${index + 1}`, title: `TPC-H ${index + 1}`, local: text }));
  return [...queries, ...extra].map((statement) => {
    const local = statement.local.trim().replace(/;$/, '');
    return { ...statement, local, federated: qualifyTables(local, connections) };
  });
}

/** Those of these ids; all where there are none. @throws where an id is none of a statement */
export function chooseStatements(tpch: readonly string[], ids: readonly string[]): Statement[] {
  const known = allStatements(tpch);
  const unknown = ids.filter((id) => !known.some((statement) => statement.id === id));
  if (unknown.length > 0) throw new Error(`There is no statement ${unknown.join(', ')}.`);
  return known.filter(({ id }) => ids.length === 0 || ids.includes(id));
}

const pairs = `SELECT * FROM customer c JOIN supplier s ON c.c_nationkey = s.s_nationkey
WHERE c.c_acctbal > 9900`;

const extra: readonly Omit<Statement, 'federated'>[] = [
  {
    id: 'selective-join',
    title: 'selective join',
    local: `SELECT l_shipmode, count(*) AS n, sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM customer, orders, lineitem
WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey
  AND o_orderdate >= DATE '1995-03-06' AND o_orderdate < DATE '1995-03-13'
  AND l_orderkey = o_orderkey
GROUP BY l_shipmode ORDER BY l_shipmode`,
  },
  {
    id: 'full-join',
    title: 'full join',
    local: `SELECT o_orderpriority, sum(l_extendedprice) AS total
FROM orders JOIN lineitem ON o_orderkey = l_orderkey
GROUP BY o_orderpriority ORDER BY o_orderpriority`,
    drain: {
      pg: 'SELECT o_orderkey, o_orderpriority FROM orders',
      my: 'SELECT l_orderkey, l_extendedprice FROM lineitem',
    },
  },
  {
    id: 'nation-pairs',
    title: 'customers x suppliers',
    local: `${pairs} LIMIT 1000`,
    // c_custkey is the first column of the customers, s_suppkey the first behind their eight.
    rightOnesOf: (rows) =>
      `${pairs} AND (c_custkey, s_suppkey) IN (${rows.map((row) => `(${row[0]}, ${row[8]})`).join(', ') || '(0, 0)'})`,
  },
  {
    id: 'one-order',
    title: 'one order',
    local: `SELECT o_orderkey, o_orderdate, o_totalprice, l_linenumber, l_quantity, l_extendedprice
FROM orders JOIN lineitem ON o_orderkey = l_orderkey
WHERE o_orderkey = 32001 ORDER BY l_linenumber`,
    drain: {
      pg: 'SELECT o_orderkey, o_orderdate, o_totalprice FROM orders WHERE o_orderkey = 32001',
      my: 'SELECT l_orderkey, l_linenumber, l_quantity, l_extendedprice FROM lineitem WHERE l_orderkey = 32001',
    },
  },
  {
    id: 'count-lineitem',
    title: 'count of lineitem',
    local: 'SELECT count(*) AS n FROM lineitem',
    drain: { my: 'SELECT count(*) FROM lineitem' },
  },
];
