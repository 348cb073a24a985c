import { describe, expect, it } from 'vitest';
import type { SuggestFrame } from '../../../lib/contract/suggestion.ts';
import { suggestFrameSchema } from '../../../lib/contract/suggestion.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { MAX_PROBES_PER_PAIR } from './read/limits.ts';
import { liveTables, type SuggestSurroundings, suggestTables } from './suggest-tables.ts';
import { MemoryReader, type MemoryTable, memoryTable } from './testing/memory-tables.ts';

const rows = <Row>(count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));
const uuid = (index: number) =>
  `${(index * 2_654_435_761).toString(16).padStart(12, '0').slice(-8)}-1111-4222-8333-${String(index).padStart(12, '0')}`;

async function frames(
  tables: readonly MemoryTable[],
  around: Partial<SuggestSurroundings> = {},
  reader = new MemoryReader(tables),
): Promise<SuggestFrame[]> {
  const all: SuggestFrame[] = [];
  for await (const frame of suggestTables(liveTables(tables, reader), { reader, allowsProbes: () => true, ...around }))
    all.push(suggestFrameSchema.parse(frame));
  return all;
}
async function last(...given: Parameters<typeof frames>): Promise<SuggestFrame> {
  const frame = (await frames(...given)).at(-1);
  if (frame === undefined) throw new Error('No frame came');
  return frame;
}
const keysOf = ({ suggestions }: SuggestFrame) =>
  suggestions.map(({ left, right, pairs }) =>
    pairs.map((pair) => `${left.table}.${pair.left} = ${right.table}.${pair.right}`).join(' & '),
  );

const customers = memoryTable(
  'crm',
  'customers',
  { customer_id: 'BIGINT', name: 'VARCHAR', city: 'VARCHAR' },
  rows(60, (at) => [at + 1, `Name ${at}`, `City ${at % 7}`]),
);
const orders = memoryTable(
  'shop',
  'orders',
  { order_id: 'BIGINT', customer_id: 'BIGINT', total: 'DOUBLE' },
  rows(300, (at) => [at + 1000, (at % 50) + 1, at / 7]),
);

describe('suggestions for tables', () => {
  it('proposes a key reference with type, cardinality, evidence and a reason in words', async () => {
    const frame = await last([customers, orders]);
    expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
    const [best] = frame.suggestions;
    expect(best).toMatchObject({
      type: 'inner',
      cardinality: 'n:1',
      tier: 'confident',
      isProvisional: false,
      warnings: [expect.stringContaining('count upwards')],
    });
    expect(best?.evidence).toMatchObject({
      leftMatch: 1,
      keysProbed: 50,
      keysFound: 50,
      leftUnique: 0.1667,
      rightUnique: 1,
      uniqueFrom: 'verified',
    });
    expect(best?.reason).toBe(
      'orders.customer_id and customers.customer_id have the same name. In customers all 50 keys compared are found, where it is unique; every row finds a partner, so an inner join loses none.',
    );
    expect(frame).toMatchObject({ tree: [best?.id], problems: [], isDone: true, queries: 2, rowsRead: 360 });
  });

  it('shows cards from names before anything was asked, and refines the same card', async () => {
    const reader = new MemoryReader([customers, orders]);
    const seen: { stage: string; queries: number; first: string | undefined; provisional: boolean | undefined }[] = [];
    for await (const frame of suggestTables(liveTables([customers, orders], reader), {
      reader,
      allowsProbes: () => true,
    })) {
      const [first] = frame.suggestions;
      seen.push({ stage: frame.stage, queries: frame.queries, first: first?.id, provisional: first?.isProvisional });
    }
    expect(seen[0]).toMatchObject({ stage: 'profiling', queries: 0, provisional: true });
    expect(seen.at(-1)).toMatchObject({ stage: 'done', queries: 2, provisional: false, first: seen[0]?.first });
  });

  it('keeps the rows of the referring side where some find no partner', async () => {
    const fewer = memoryTable(
      'crm',
      'customers',
      { customer_id: 'BIGINT', name: 'VARCHAR' },
      rows(30, (at) => [at + 1, `Name ${at}`]),
    );
    const [best] = (await last([orders, fewer])).suggestions;
    expect(best).toMatchObject({
      left: { table: 'orders' },
      type: 'left',
      cardinality: 'n:1',
      evidence: { leftMatch: 0.6 },
    });
    expect(best?.evidence.unmatchedExamples).toHaveLength(5);
  });

  it('proposes nothing between counters that only overlap', async () => {
    const genres = memoryTable(
      'music',
      'genre',
      { genre_id: 'BIGINT', label: 'VARCHAR' },
      rows(25, (at) => [at + 1, `Genre ${at}`]),
    );
    const frame = await last([customers, genres]);
    expect(frame.suggestions).toEqual([]);
    expect(frame.abstention).toContain('meet beyond chance');
  });

  it('finds the spelling under which keys meet, and says it for each side', async () => {
    const people = memoryTable(
      'crm',
      'people',
      { person_key: 'VARCHAR', name: 'VARCHAR' },
      rows(80, (at) => [`{${uuid(at).toUpperCase()}}`, `Name ${at}`]),
    );
    const visits = memoryTable(
      'web',
      'visits',
      { visit: 'BIGINT', person_key: 'UUID' },
      rows(200, (at) => [at, uuid(at % 70)]),
    );
    const [best] = (await last([people, visits])).suggestions;
    expect(best?.pairs).toEqual([
      {
        left: 'person_key',
        right: 'person_key',
        leftNormalisers: [{ kind: 'cast', type: 'VARCHAR' }, { kind: 'strip_punct' }],
        rightNormalisers: [{ kind: 'lower' }, { kind: 'strip_punct' }],
      },
    ]);
    expect(best).toMatchObject({ left: { table: 'visits' }, right: { table: 'people' }, evidence: { leftMatch: 1 } });
  });

  it('joins by several columns where none of them is a key alone', async () => {
    const lines = rows(400, (at) => [Math.floor(at / 4) + 100, (at % 4) + 1] as const);
    const prices = memoryTable(
      'a',
      'line_price',
      { order_id: 'BIGINT', line_no: 'BIGINT', price: 'DOUBLE' },
      lines.map(([order, line]) => [order, line, order / 3]),
    );
    const quantities = memoryTable(
      'b',
      'line_quantity',
      { order_id: 'BIGINT', line_no: 'BIGINT', quantity: 'BIGINT' },
      lines.map(([order, line]) => [order, line, 7]),
    );
    const frame = await last([prices, quantities]);
    expect(frame.suggestions[0]?.pairs.map(({ left }) => left).sort()).toEqual(['line_no', 'order_id']);
    expect(frame.suggestions[0]).toMatchObject({ cardinality: '1:1', type: 'inner' });
  });

  it('offers both references to one table as alternatives', async () => {
    const addresses = memoryTable(
      'a',
      'address',
      { address_id: 'BIGINT', street: 'VARCHAR' },
      rows(90, (at) => [at + 1, `Street ${at}`]),
    );
    const deliveries = memoryTable(
      'b',
      'delivery',
      { delivery_id: 'BIGINT', pickup_address_id: 'BIGINT', dropoff_address_id: 'BIGINT' },
      rows(300, (at) => [at + 5000, (at % 40) + 1, (at % 85) + 1]),
    );
    const frame = await last([addresses, deliveries]);
    expect(keysOf(frame).sort()).toEqual([
      'delivery.dropoff_address_id = address.address_id',
      'delivery.pickup_address_id = address.address_id',
    ]);
    expect(frame.suggestions[1]?.alternativeOf).toBe(frame.suggestions[0]?.id);
    expect(frame.tree).toEqual([frame.suggestions[0]?.id]);
  });

  it('puts slices of one table below each other', async () => {
    const columns = { payment_id: 'BIGINT', customer_id: 'BIGINT', amount: 'DOUBLE', paid_on: 'DATE' };
    const slice = (name: string, from: number) =>
      memoryTable(
        name,
        `payment_${name}`,
        columns,
        rows(50, (at) => [from + at, at, at / 3, `${name}-01-02`]),
      );
    const [best] = (await last([slice('2023', 0), slice('2024', 1000)])).suggestions;
    expect(best).toMatchObject({ type: 'union', tier: 'confident' });
    expect(best?.pairs.map(({ left, right }) => `${left}=${right}`)).toEqual([
      'payment_id=payment_id',
      'customer_id=customer_id',
      'amount=amount',
      'paid_on=paid_on',
    ]);
  });

  it('joins more than two tables by a tree and leaves an outsider out', async () => {
    const items = memoryTable(
      'shop',
      'order_items',
      { order_id: 'BIGINT', sku: 'VARCHAR' },
      rows(500, (at) => [(at % 300) + 1000, `S${at % 9}`]),
    );
    const planets = memoryTable(
      'other',
      'planets',
      { planet: 'VARCHAR', moons: 'BIGINT' },
      rows(8, (at) => [`P${at}`, at * 3]),
    );
    const frame = await last([items, planets, orders, customers]);
    const inTree = frame.suggestions
      .filter(({ id }) => frame.tree.includes(id))
      .map(({ left, right }) => `${left.table}-${right.table}`);
    expect(inTree.sort()).toEqual(['order_items-orders', 'orders-customers']);
  });

  it('judges by names where the connection forbids questions, asks nothing there, and says so', async () => {
    const reader = new MemoryReader([customers, orders]);
    const frame = await last([customers, orders], { allowsProbes: () => false }, reader);
    expect(reader.asked).toEqual([]);
    expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
    expect(frame.suggestions[0]?.warnings.join(' ')).toContain('crm does not allow questions');
    expect(frame.suggestions[0]?.evidence.keysProbed).toBe(0);
  });

  it('goes on without a source that fails, and names the problem', async () => {
    const reader = new MemoryReader([customers, orders], ({ connection }) =>
      connection === 'shop' ? new JoineryError('source_unreachable', 'The server is away.', { connection }) : undefined,
    );
    const frame = await last([customers, orders], {}, reader);
    expect(frame.problems).toEqual([
      {
        table: { connection: 'shop', schema: 'main', table: 'orders' },
        error: expect.objectContaining({ code: 'source_unreachable' }),
      },
    ]);
    expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
  });

  it('goes on by its samples where a source fails, or refuses to be read, while it is asked', async () => {
    const many = memoryTable(
      'shop',
      'orders',
      { order_id: 'BIGINT', customer_id: 'BIGINT' },
      rows(4_000, (at) => [at + 1000, (at % 50) + 1]),
    );
    for (const code of ['source_unreachable', 'source_failed'] as const) {
      const reader = new MemoryReader([customers, many], ({ connection }, question) =>
        connection === 'shop' && question !== 'sample'
          ? new JoineryError(code, 'permission denied for table orders', { connection })
          : undefined,
      );
      const frame = await last([customers, many], {}, reader);
      expect(frame).toMatchObject({ isDone: true, problems: [{ table: { connection: 'shop' }, error: { code } }] });
      expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
    }
  });

  it('judges by names where a table is empty or a key holds only NULL', async () => {
    const empty = memoryTable('shop', 'orders', { order_id: 'BIGINT', customer_id: 'BIGINT' }, []);
    const nulls = memoryTable(
      'shop',
      'orders',
      { order_id: 'BIGINT', customer_id: 'BIGINT' },
      rows(40, (at) => [at + 1000, null]),
    );
    for (const table of [empty, nulls]) {
      const frame = await last([customers, table]);
      expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
      expect(frame.suggestions[0]?.evidence.leftMatch).toBeUndefined();
    }
    const planets = memoryTable('sky', 'planets', { moons: 'BIGINT', colour: 'VARCHAR' }, []);
    expect((await last([customers, planets])).abstention).toContain('planets is empty');
  });

  it('finds the pairs of lists without any key, and nothing in tables without columns to compare', async () => {
    const list = (name: string, column: string, from: number) =>
      memoryTable(
        name,
        name,
        { [column]: 'VARCHAR' },
        rows(30, (at) => [`Town of ${(at + from) * 37}`]),
      );
    expect(keysOf(await last([list('visits', 'town', 0), list('offices', 'place', 3)]))).toHaveLength(1);
    const blobs = memoryTable('a', 'blobs', { body: 'BLOB' }, []);
    expect((await last([customers, blobs])).suggestions).toEqual([]);
  });

  it('is not sure of the best of names where no value meets', async () => {
    const others = memoryTable(
      'crm',
      'customers',
      { customer_id: 'VARCHAR', name: 'VARCHAR' },
      rows(60, (at) => [uuid(at), `Name ${at}`]),
    );
    const foreign = memoryTable(
      'shop',
      'orders',
      { order_id: 'BIGINT', customer_id: 'VARCHAR' },
      rows(300, (at) => [at + 1000, uuid(at + 5_000)]),
    );
    expect((await last([others, foreign])).suggestions).toEqual([]);
  });

  it('ends at once when it is stopped', async () => {
    const reader = new MemoryReader([customers, orders], () => new Cancelled());
    await expect(last([customers, orders], {}, reader)).rejects.toBeInstanceOf(Cancelled);
  });

  it('gives up single questions that take too long and keeps what it has', async () => {
    const many = memoryTable(
      'shop',
      'orders',
      { order_id: 'BIGINT', customer_id: 'BIGINT' },
      rows(4_000, (at) => [at + 1000, (at % 50) + 1]),
    );
    const reader = new MemoryReader([customers, many], (_, question) =>
      question.startsWith('groups') ? new JoineryError('source_timeout', 'Too slow.') : undefined,
    );
    const frame = await last([customers, many], {}, reader);
    expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
    expect(frame.problems).toEqual([]);
  });

  it('asks once more for a sample that took too long, and then judges by names', async () => {
    const slow = (times: number) => {
      let left = times;
      return new MemoryReader([customers, orders], ({ info }) => {
        if (info.name !== 'orders' || left === 0) return undefined;
        left -= 1;
        return new JoineryError('source_timeout', 'Too slow.');
      });
    };
    expect(await last([customers, orders], {}, slow(1))).toMatchObject({ problems: [], rowsRead: 360 });
    const frame = await last([customers, orders], {}, slow(2));
    expect(frame.problems.map(({ error }) => error.code)).toEqual(['source_timeout']);
    expect(keysOf(frame)[0]).toBe('orders.customer_id = customers.customer_id');
  });

  it('says that tables could not be read where it has nothing to propose because of it', async () => {
    const tables = ['a', 'b'].map((name) => memoryTable(name, name, { [`${name}lpha`]: 'VARCHAR' }, [['x']]));
    const frame = await last(
      tables,
      {},
      new MemoryReader(tables, () => new JoineryError('source_timeout', 'Too slow.')),
    );
    expect(frame.abstention).toContain('a and b could not be read, so no values were compared');
  });

  it('gives no share of matching rows while it has but two samples', async () => {
    const many = (name: string, step: number) =>
      memoryTable(
        name,
        name === 'c' ? 'customers' : 'orders',
        { customer_id: 'BIGINT', [`own_${name}`]: 'VARCHAR' },
        Array.from({ length: 3_000 }, (_, at) => [500 + ((at * step) % 3_000), `${name}${at}`]),
        name === 'c' ? { primaryKey: ['customer_id'] } : {},
      );
    const tables = [many('o', 7), many('c', 11)];
    const seen: (number | undefined)[] = [];
    const reader = new MemoryReader(tables);
    for await (const { suggestions } of suggestTables(liveTables(tables, reader), { reader, allowsProbes: () => true }))
      seen.push(suggestions.find(({ left }) => left.table === 'orders')?.evidence.leftMatch);
    expect(seen.slice(0, -1).every((share) => share === undefined)).toBe(true);
    expect(seen.at(-1)).toBe(1);
  });

  it('asks for keys at the other side where a column has too many values to fetch', async () => {
    const accounts = memoryTable(
      'crm',
      'accounts',
      { account_key: 'VARCHAR', note: 'VARCHAR' },
      rows(20_000, (at) => [uuid(at), `n${at % 3}`]),
    );
    const events = memoryTable(
      'web',
      'events',
      { event: 'BIGINT', account_key: 'VARCHAR' },
      rows(9_000, (at) => [at, uuid(at * 2)]),
    );
    const reader = new MemoryReader([accounts, events]);
    const frame = await last([accounts, events], {}, reader);
    expect(keysOf(frame)[0]).toBe('events.account_key = accounts.account_key');
    expect(frame.suggestions[0]).toMatchObject({
      tier: 'confident',
      type: 'inner',
      evidence: { leftMatch: 1, rightUnique: 1 },
    });
    expect(reader.asked.some((question) => question.includes('groupsOf account_key'))).toBe(true);
    expect(reader.cost.queries).toBeLessThanOrEqual(MAX_PROBES_PER_PAIR + 2);
  });

  it('asks for keys in the spelling of the other side', async () => {
    const accounts = memoryTable(
      'crm',
      'accounts',
      { account_key: 'VARCHAR' },
      rows(12_000, (at) => [`{${uuid(at).toUpperCase()}}`]),
    );
    const events = memoryTable(
      'web',
      'events',
      { account_key: 'VARCHAR' },
      rows(7_000, (at) => [uuid(at)]),
    );
    const [best] = (await last([accounts, events])).suggestions;
    expect(best).toMatchObject({ left: { table: 'events' }, evidence: { leftMatch: 1 } });
    expect(best?.pairs[0]?.rightNormalisers).toEqual([{ kind: 'lower' }, { kind: 'strip_punct' }]);
  });

  it('finds keys with a prefix and zeros between tables that are both too large to fetch, repeats and gaps among them', async () => {
    const number = (at: number) => (at * 7) % 100_003;
    const customers = memoryTable(
      'shop',
      'customers',
      { customer_id: 'BIGINT', customer_number: 'VARCHAR' },
      rows(30_000, (at) => [at + 1, String(number(at) + 10_000)]),
    );
    const accounts = memoryTable(
      'crm',
      'accounts',
      { account_id: 'BIGINT', customer_number: 'VARCHAR' },
      rows(9_000, (at) => [
        at + 1,
        at % 20 === 0 ? null : `C-${String(number((at % 8_000) * 3) + 10_000).padStart(7, '0')}`,
      ]),
    );
    const [best] = (await last([customers, accounts])).suggestions;
    expect(best).toMatchObject({
      left: { table: 'accounts' },
      right: { table: 'customers' },
      cardinality: 'n:1',
      type: 'left',
      tier: 'confident',
    });
    expect(best?.pairs).toEqual([
      {
        left: 'customer_number',
        right: 'customer_number',
        leftNormalisers: [{ kind: 'strip_prefix', text: 'C-' }, { kind: 'strip_zeros' }],
        rightNormalisers: [],
      },
    ]);
    expect(best?.evidence.leftMatch).toBeCloseTo(0.95, 1);
  });

  it('takes a reference that the source declares as it is, and asks nothing about it', async () => {
    const parents = memoryTable(
      'crm',
      'a',
      { x: 'BIGINT' },
      rows(2_000, (at) => [at + 1]),
    );
    const children = memoryTable(
      'crm',
      'b',
      { y: 'BIGINT', z: 'BIGINT' },
      rows(2_000, (at) => [at + 1, (at % 1_500) + 1]),
      {
        foreignKeys: [{ columns: ['z'], targetSchema: 'main', targetTable: 'a', targetColumns: ['x'] }],
      },
    );
    const reader = new MemoryReader([parents, children]);
    const frame = await last([parents, children], {}, reader);
    expect(keysOf(frame)[0]).toBe('b.z = a.x');
    expect(frame.suggestions[0]?.reason).toContain('crm declares this reference itself.');
    expect(frame.suggestions[0]).toMatchObject({ cardinality: 'n:1', type: 'inner', warnings: [] });
    expect(reader.asked).toEqual(['a sample', 'b sample', 'b groups z', 'a groups x']);
  });

  it('knows a counter that is too long to fetch as one', async () => {
    const invoices = memoryTable(
      'a',
      'invoices',
      { invoice_id: 'BIGINT', total: 'DOUBLE' },
      rows(20_000, (at) => [((at * 7_919) % 20_000) + 1, at / 3]),
    );
    const visits = memoryTable(
      'b',
      'visits',
      { visit_id: 'BIGINT', page: 'VARCHAR' },
      rows(15_000, (at) => [((at * 7_919) % 15_000) + 1, `p${at % 5}`]),
    );
    expect((await last([invoices, visits])).suggestions).toEqual([]);
  });

  it('bounds its work on a table of 2,000 columns', async () => {
    const wide = memoryTable(
      'dwh',
      'wide',
      Object.fromEntries([['customer_id', 'BIGINT'], ...rows(1_999, (at) => [`measure_${at}`, 'DOUBLE'] as const)]),
      rows(100, (at) => [at + 1, ...rows(1_999, () => at / 7)]),
    );
    const reader = new MemoryReader([wide, customers]);
    expect(keysOf(await last([wide, customers], {}, reader))[0]).toContain('customer_id');
    expect(reader.cost.queries).toBeLessThanOrEqual(MAX_PROBES_PER_PAIR + 2);
  });

  it.each([
    [
      'empty tables',
      memoryTable('a', 'orders', { customer_id: 'BIGINT' }, []),
      'orders.customer_id = customers.customer_id',
    ],
    [
      'keys that are all NULL',
      memoryTable(
        'a',
        'orders',
        { customer_id: 'BIGINT' },
        rows(40, () => [null]),
      ),
      'orders.customer_id = customers.customer_id',
    ],
  ])('judges %s by their names', async (_, table, expected) => {
    const frame = await last([table, customers]);
    expect(keysOf(frame)[0]).toBe(expected);
    expect(frame.suggestions[0]?.reason).toContain('no values were compared');
  });

  it('takes the same table twice, and says where it refers to itself', async () => {
    expect((await last([customers, customers])).abstention).toContain('given twice');
    const staff = memoryTable(
      'hr',
      'employee',
      { employee_id: 'BIGINT', name: 'VARCHAR', manager_id: 'BIGINT' },
      rows(90, (at) => [at + 1, `N${at}`, (at % 9) + 1]),
    );
    expect(keysOf(await last([staff, staff]))[0]).toBe('employee.manager_id = employee.employee_id');
  });

  it('takes very long texts and other scripts', async () => {
    const city = (at: number) => `都市${String.fromCodePoint(0x4e00 + at)}`;
    const cities = memoryTable(
      'a',
      'cities',
      { 都市: 'VARCHAR', essay: 'VARCHAR' },
      rows(60, (at) => [city(at), 'x'.repeat(at === 0 ? 1_000_000 : 10)]),
    );
    const shops = memoryTable(
      'b',
      'shops',
      { shop: 'BIGINT', 都市: 'VARCHAR' },
      rows(200, (at) => [at, city(at % 55)]),
    );
    expect(keysOf(await last([cities, shops]))[0]).toBe('shops.都市 = cities.都市');
  });

  it('leaves dismissed suggestions out', async () => {
    const [best] = (await last([customers, orders])).suggestions;
    const frame = await last([customers, orders], { dismissed: new Set([best?.id ?? '']) });
    expect(keysOf(frame)).not.toContain('orders.customer_id = customers.customer_id');
  });
});
