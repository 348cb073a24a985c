import { expect, it } from 'vitest';
import type { Run } from '../../../lib/contract/run.ts';
import type { ColumnInfo, TableInfo } from '../../connectors/connector.ts';
import { composeDescription } from './compose.ts';
import { withEarlierTexts } from './keep.ts';

const column = (name: string, type: string, comment?: string): ColumnInfo => ({
  name,
  sourceType: type,
  type,
  nullable: true,
  comment,
});
const table = (
  schema: string,
  name: string,
  columns: readonly ColumnInfo[],
  primaryKey: readonly string[],
): TableInfo => ({
  schema,
  name,
  kind: 'table',
  columns,
  primaryKey,
  uniqueKeys: [],
  foreignKeys: [],
});
const tables = new Map<string, TableInfo>([
  [
    'shop.orders',
    table(
      'public',
      'orders',
      [
        column('order_id', 'BIGINT'),
        column('customer_no', 'VARCHAR', 'Number of the customer, as in crm'),
        column('total', 'DECIMAL(12,2)', 'Value of the order in EUR'),
        column('ordered_at', 'TIMESTAMP'),
      ],
      ['order_id'],
    ),
  ],
  [
    'crm.accounts',
    table(
      'main',
      'accounts',
      [column('ref', 'VARCHAR'), column('owner', 'VARCHAR', 'Who looks after the account')],
      ['ref'],
    ),
  ],
  ['crm.tickets', table('main', 'tickets', [column('id', 'BIGINT'), column('ref', 'VARCHAR')], ['id'])],
]);
const catalog = {
  connections: () => ({ connections: [], configPath: '' }),
  lookup: async (connection: string, _schema: string | undefined, name: string) => {
    const found = tables.get(`${connection}.${name}`.toLowerCase());
    if (found === undefined) throw new Error('unknown table');
    return found;
  },
};
const runOf = (text: string, columns: readonly (readonly [string, string])[], change: Partial<Run> = {}): Run => ({
  id: 'r1',
  text,
  target: 'federated',
  rowLimit: 1000,
  pushdown: 'safe',
  status: 'succeeded',
  startedAt: '2026-01-01T00:00:00Z',
  timings: { queueMs: 0, planMs: 0, executeMs: 0, totalMs: 0 },
  fetches: [],
  columns: columns.map(([name, type]) => ({ name, label: name, type })),
  rows: 3,
  truncated: false,
  resultBytes: 0,
  peakMemoryBytes: 0,
  hasResult: true,
  ...change,
});
const describe = (run: Run) => composeDescription(run, { catalog });

it('traces columns through a CTE, a date and sums to their sources, with comment and unit', async () => {
  const { columns, title } = await describe(
    runOf(
      `WITH late AS (SELECT customer_no AS cust, total, ordered_at FROM shop.orders)
       SELECT a.owner, date_trunc('month', l.ordered_at) AS month, count(*) AS n, sum(l.total) AS revenue
       FROM late l LEFT JOIN crm.accounts a ON a.ref = l.cust GROUP BY ALL`,
      [
        ['owner', 'VARCHAR'],
        ['month', 'TIMESTAMP'],
        ['n', 'BIGINT'],
        ['revenue', 'DECIMAL(38,2)'],
      ],
    ),
  );
  const [owner, month, count, revenue] = columns;
  expect(title).toBe('Orders and Accounts');
  expect(owner).toMatchObject({
    description: 'Who looks after the account.',
    sources: [{ connection: 'crm', schema: 'main', table: 'accounts', column: 'owner' }],
    caveats: ['NULL where no row of crm.accounts matched: the join keeps the other rows.'],
  });
  expect(owner?.expression).toBeUndefined();
  expect(month?.description).toBe('Computed from shop.orders.ordered_at.');
  expect(month?.expression?.toLowerCase()).toContain('date_trunc');
  expect(count).toMatchObject({ description: 'Number of rows.', unit: 'rows' });
  expect(revenue).toMatchObject({
    description: 'Sum of shop.orders.total. Value of the order in EUR.',
    unit: 'EUR',
    // The accounts' key covers the condition: no row of orders counts twice.
    caveats: [],
  });
});

it('warns of sums over rows that a join may multiply', async () => {
  const { columns } = await describe(
    runOf('SELECT sum(o.total) AS revenue FROM shop.orders o JOIN crm.tickets t ON t.ref = o.customer_no', [
      ['revenue', 'DECIMAL(38,2)'],
    ]),
  );
  expect(columns[0]?.caveats).toEqual([expect.stringContaining('once for each match in crm.tickets')]);
});

it('says of how many rows an outer join left a column empty, where the rows are there to be counted', async () => {
  const run = runOf(
    'SELECT o.order_id, a.owner FROM shop.orders o LEFT JOIN crm.accounts a ON a.customer_number = o.customer_number',
    [
      ['order_id', 'BIGINT'],
      ['owner', 'VARCHAR'],
    ],
  );
  const asked: number[] = [];
  const withShare = async (share: number | undefined) => {
    const { columns } = await composeDescription(run, {
      catalog,
      nullShares: async (_, columns) => {
        asked.push(...columns);
        return new Map(share === undefined ? [] : columns.map((column) => [column, share]));
      },
    });
    return columns.map(({ caveats }) => caveats.join(' '));
  };
  expect(await withShare(0.125)).toEqual([
    '',
    expect.stringMatching(/^NULL in 13 % of the rows .*no row of crm.accounts/),
  ]);
  expect(asked).toEqual([1]);
  expect((await withShare(undefined))[1]).toBe(
    'NULL where no row of crm.accounts matched: the join keeps the other rows.',
  );
});

it('expands a star and both branches of a union', async () => {
  const star = await describe(
    runOf('SELECT * FROM shop.orders', [
      ['order_id', 'BIGINT'],
      ['customer_no', 'VARCHAR'],
    ]),
  );
  expect(star.columns[1]?.description).toBe('Number of the customer, as in crm.');
  const union = await describe(
    runOf('SELECT customer_no AS ref FROM shop.orders UNION ALL SELECT ref FROM crm.tickets', [['ref', 'VARCHAR']]),
  );
  expect(union.columns[0]?.sources.map((source) => source.table)).toEqual(['orders', 'tickets']);
});

it('says so where nothing can be traced', async () => {
  const { columns, description } = await describe(runOf('SELECT x FROM nowhere.at_all', [['x', 'BIGINT']]));
  expect(columns[0]).toMatchObject({ description: 'Its origin could not be traced.', sources: [] });
  expect(description).toBe('A result of no table that is known.');
});

it('warns of a result that was cut and of one with more rows than its inputs', async () => {
  const sql = 'SELECT o.total FROM shop.orders o JOIN crm.tickets t ON t.ref = o.customer_no';
  const fetch = {
    index: 0,
    connection: 'shop',
    relation: 'public.orders',
    sql: '',
    status: 'done',
    pushed: [],
    kept: [],
    rows: 10,
    bytes: 0,
    ms: 0,
    capped: false,
  } as const;
  const columns = [['total', 'DECIMAL(12,2)']] as const;
  const cut = await describe(runOf(sql, columns, { truncated: true }));
  expect(cut.caveats).toEqual(['Only the first 3 rows were kept: the statement has more.']);
  const more = await describe(runOf(sql, columns, { rows: 30, fetches: [{ ...fetch, pushed: [], kept: [] }] }));
  expect(more.caveats).toEqual(['The join multiplies rows: 30 in the result, 10 in its largest input.']);
});

it('takes over what people wrote, only for columns of the same origin', async () => {
  const composed = await describe(
    runOf('SELECT customer_no AS n, total FROM shop.orders', [
      ['n', 'VARCHAR'],
      ['total', 'DECIMAL(12,2)'],
    ]),
  );
  const written = composed.columns.map((one) => ({
    ...one,
    description: 'Mine.',
    writtenBy: 'person' as const,
    isConfirmed: true,
  }));
  const other = await describe(
    runOf('SELECT order_id AS n, total FROM shop.orders', [
      ['n', 'BIGINT'],
      ['total', 'DECIMAL(12,2)'],
    ]),
  );
  const kept = withEarlierTexts(other, { ...composed, columns: written });
  expect(kept.columns.map(({ description, isConfirmed }) => [description, isConfirmed])).toEqual([
    ['As in shop.orders.order_id.', false],
    ['Mine.', true],
  ]);
});
