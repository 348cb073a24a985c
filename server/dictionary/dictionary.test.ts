import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DictionaryChange } from '../../lib/contract/dictionary.ts';
import { createCatalog, type LiveCatalog } from '../catalog/catalog.ts';
import { fakeColumn, fakeSource, fakeTable, recordingLog } from '../catalog/testing/fake-source.ts';
import { defaultLimits } from '../config/limits.ts';
import type { DictionaryService } from '../workbench.ts';
import { openDictionary } from './index.ts';
import { DictionaryStore } from './store.ts';

const orders = fakeTable('orders', [], {
  columns: [
    fakeColumn('order_id', { comment: 'Number on the invoice' }),
    fakeColumn('ship_to_customer_id'),
    fakeColumn('is_paid', { type: 'BOOLEAN' }),
    fakeColumn('shipped_at', { type: 'TIMESTAMP' }),
    fakeColumn('total_eur', { type: 'DECIMAL(12,2)' }),
  ],
  primaryKey: ['order_id'],
  foreignKeys: [
    { columns: ['ship_to_customer_id'], targetSchema: 'public', targetTable: 'customers', targetColumns: ['id'] },
  ],
});
const customers = fakeTable('customers', ['id'], { comment: 'Who buys', primaryKey: ['id'] });
const shop = fakeSource('shop', [orders, customers]);

const ref = { connection: 'shop', schema: 'public', table: 'orders' };
const all = { q: '', show: 'all', offset: 0, limit: 50 } as const;

let dataDir: string;
let log: ReturnType<typeof recordingLog>;
let catalog: LiveCatalog;
let dictionary: DictionaryService;
const file = () => join(dataDir, 'dictionary', 'shop.yml');

async function open(): Promise<void> {
  const store = new DictionaryStore(dataDir, log);
  catalog = createCatalog({
    config: {
      path: join(dataDir, 'config.yaml'),
      dataDir,
      connections: [{ id: 'shop', driver: 'fake', color: 1, mark: 'SH', options: {} }],
      limits: defaultLimits,
    },
    connectors: () => shop.connector,
    log,
    refreshInBackground: false,
    descriptions: (id) => store.descriptions(id),
  });
  await catalog.schemas('shop');
  dictionary = openDictionary({ catalog, store, dataDir, log });
}
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joinery-dictionary-'));
  log = recordingLog();
  await open();
});
afterEach(async () => {
  await catalog.close();
  await rm(dataDir, { recursive: true, force: true });
});

const write = (column: string | undefined, description: string, more: Partial<DictionaryChange> = {}) =>
  dictionary.save({ table: ref, column, texts: { description }, version: '', ...more });
const columnOf = async (name: string) => (await dictionary.table(ref)).columns.find((column) => column.name === name);

it('keeps what people write as dbt properties, and shows it everywhere before the comment', async () => {
  await write(undefined, 'What was bought.');
  await write('total_eur', 'Sum of the lines.', { texts: { description: 'Sum of the lines.', unit: 'EUR' } });
  await write('order_id', 'Unique among all shops.');
  expect(parse(await readFile(file(), 'utf8'))).toEqual({
    version: 2,
    sources: [
      {
        name: 'shop_public',
        schema: 'public',
        config: { meta: { joinery: { connection: 'shop' } } },
        tables: [
          {
            name: 'orders',
            description: 'What was bought.',
            columns: [
              { name: 'order_id', description: 'Unique among all shops.' },
              { name: 'total_eur', description: 'Sum of the lines.', config: { meta: { joinery: { unit: 'EUR' } } } },
            ],
          },
        ],
      },
    ],
  });
  expect(await catalog.lookup('shop', undefined, 'orders')).toMatchObject({
    comment: 'What was bought.',
    columns: [{ comment: 'Unique among all shops.' }, {}, {}, {}, { comment: 'Sum of the lines.' }],
  });
  expect((await catalog.search('among shops', 10)).hits).toMatchObject([{ column: { name: 'order_id' } }]);
  expect((await dictionary.notesOf('shop', 'public', 'orders')).get('total_eur')).toMatchObject({ unit: 'EUR' });
  // Read by another process.
  await catalog.close();
  await open();
  expect(await columnOf('order_id')).toMatchObject({
    description: 'Unique among all shops.',
    from: 'kept',
    writtenBy: 'person',
    comment: 'Number on the invoice',
  });
  expect(await catalog.lookup('shop', undefined, 'orders')).toMatchObject({ comment: 'What was bought.' });
});

it('goes back to the comment when the text is emptied or says the same', async () => {
  const { columns } = await write('order_id', 'Other words.');
  const { version = '' } = columns[0] ?? {};
  await write('order_id', 'Number on the invoice', { version });
  expect(await columnOf('order_id')).toMatchObject({ from: 'source', version: '' });
  expect(parse(await readFile(file(), 'utf8'))).toEqual({ version: 2, sources: [] });
});

it('refuses a change of what somebody else has changed', async () => {
  await write('is_paid', 'First.');
  await expect(write('is_paid', 'Second.')).rejects.toMatchObject({ code: 'conflict', hint: 'It now says: First.' });
  expect(await columnOf('is_paid')).toMatchObject({ description: 'First.' });
  await expect(write('gone', 'Text.')).rejects.toMatchObject({ code: 'unknown_column' });
});

it('does not lose one of many changes at once', async () => {
  await Promise.all(orders.columns.map(({ name }) => write(name, `About ${name}`)));
  expect((await dictionary.table(ref)).columns.map(({ description }) => description)).toEqual(
    orders.columns.map(({ name }) => `About ${name}`),
  );
});

it('leaves what people and other tools keep in the file', async () => {
  await write('is_paid', 'Paid or not.');
  const text = await readFile(file(), 'utf8');
  const edited = text
    .replace(
      '- name: orders',
      '- name: orders # mine\n        freshness: { warn_after: 1 }\n        description: By hand.',
    )
    .replace('- name: is_paid', '- name: is_paid\n            data_tests: [not_null]');
  await writeFile(file(), edited);
  expect(await dictionary.table(ref)).toMatchObject({ description: 'By hand.' });
  await write('total_eur', 'New.');
  const after = await readFile(file(), 'utf8');
  for (const kept of ['# mine', 'freshness', 'data_tests', 'By hand.', 'New.']) expect(after).toContain(kept);
  expect(await catalog.lookup('shop', undefined, 'orders')).toMatchObject({ comment: 'By hand.' });
});

it('keeps a damaged file aside, says so, and goes on with what it knew', async () => {
  await write('is_paid', 'Paid or not.');
  await writeFile(file(), 'version: 2\nsources: [');
  const list = await dictionary.list(all);
  expect(list.problems).toEqual([expect.stringMatching(/could not be read .* kept as shop\.yml\.corrupt-/)]);
  expect(await columnOf('is_paid')).toMatchObject({ description: 'Paid or not.' });
  const files = await readdir(join(dataDir, 'dictionary'));
  expect(files.filter((name) => name.startsWith('shop.yml')).sort()).toEqual([
    'shop.yml',
    expect.stringContaining('corrupt'),
  ]);
  expect(log.lines).toContainEqual(expect.stringMatching(/^warn: .*kept as/));
});

it('finds tables by words and by what is missing, and counts', async () => {
  await write('is_paid', 'Money has arrived.');
  const coverage = { tables: 2, describedTables: 1, columns: 6, describedColumns: 2, proposed: 0 };
  expect(await dictionary.list(all)).toMatchObject({ total: 2, coverage });
  expect(await dictionary.list({ ...all, q: 'money orders' })).toMatchObject({
    rows: [{ table: ref, described: 2, columns: 5 }],
    total: 1,
    coverage,
  });
  expect(await dictionary.list({ ...all, show: 'kept' })).toMatchObject({ total: 1 });
  expect(await dictionary.list({ ...all, show: 'proposed' })).toMatchObject({ total: 0 });
  expect(await dictionary.list({ ...all, show: 'undocumented', offset: 1, limit: 1 })).toMatchObject({
    rows: [{ table: ref }],
    total: 2,
  });
  expect(await dictionary.list(all, [])).toMatchObject({ total: 0, coverage: { tables: 0 } });
  expect(await dictionary.list({ ...all, connection: 'shop' }, ['other'])).toMatchObject({ total: 0 });
});

it('proposes from names and keys, marked, and used nowhere until a person confirms', async () => {
  const [proposed] = await dictionary.propose([ref]);
  expect(proposed?.proposal).toEqual({
    by: 'names',
    description: 'One row for each order, identified by order_id. Refers to customers.',
  });
  expect(proposed?.columns.map(({ proposal }) => proposal?.description)).toEqual([
    undefined,
    'Refers to the customer (ship to) of the order.',
    'Whether the order is paid.',
    'When the order was shipped.',
    'Total EUR of the order.',
  ]);
  expect(proposed?.columns[4]?.proposal).toMatchObject({ unit: 'EUR' });
  expect(await catalog.lookup('shop', undefined, 'orders')).not.toHaveProperty('comment');
  await expect(readFile(file(), 'utf8')).rejects.toThrow(/ENOENT/);

  // A title alone answers no proposal.
  await write('is_paid', '', { texts: { description: '', title: 'Paid' } });
  expect(await columnOf('is_paid')).toMatchObject({ title: 'Paid', from: 'none', proposal: { by: 'names' } });

  await write('total_eur', '', { texts: { description: '', title: 'Total' } });

  const { description = '' } = proposed?.proposal ?? {};
  await write(undefined, description, { confirms: 'names' });
  expect(await dictionary.table(ref)).toMatchObject({ from: 'kept', writtenBy: 'names', description });
  await dictionary.dismiss(ref, 'is_paid');
  await write('shipped_at', 'Left the warehouse.');
  const after = await dictionary.confirmAll(ref);
  expect(after.columns.map(({ from, writtenBy }) => [from, writtenBy])).toEqual([
    ['source', undefined],
    ['kept', 'names'],
    ['none', 'person'],
    ['kept', 'person'],
    ['kept', 'names'],
  ]);
  expect(after.columns[4]).toMatchObject({ title: 'Total', unit: 'EUR', description: 'Total EUR of the order.' });
  expect(await dictionary.list({ ...all, show: 'proposed' })).toMatchObject({ total: 0 });
});

it('keeps what a model proposes only for what is there and has no description', async () => {
  const columns = ['order_id', 'is_paid', 'invented'].map((name) => ({ name, description: `The model on ${name}.` }));
  const table = await dictionary.keepProposals({ table: ref, by: 'model', columns });
  expect(table.columns.flatMap(({ name, proposal }) => (proposal === undefined ? [] : [[name, proposal.by]]))).toEqual([
    ['is_paid', 'model'],
  ]);
  // What names say does not take a model's place.
  const [again] = await dictionary.propose([ref]);
  expect(again?.columns.find(({ name }) => name === 'is_paid')?.proposal?.by).toBe('model');
});

it('takes dbt properties over after it has said what changes, and gives the same back', async () => {
  await write('is_paid', 'Old.');
  const text = `
version: 2
sources:
  - name: SHOP
    tables:
      - name: ORDERS
        description: Orders of dbt.
        columns:
          - {name: IS_PAID, description: New.}
          - {name: total_eur, description: Sum, meta: {unit: EUR}}
          - {name: gone, description: Not there.}
          - {name: shipped_at, description: '{{ doc("shipped") }}'}
models:
  - {name: customers, columns: [{name: id, description: Key.}]}
`;
  const wanted = { added: 2, changed: 1, unchanged: 0 };
  const planned = await dictionary.importDbt({ text, isApplied: false });
  expect(planned).toMatchObject(wanted);
  expect(planned.leftOut).toEqual([
    expect.stringContaining('made by dbt'),
    expect.stringContaining('no such column'),
    expect.stringContaining('choose the connection'),
  ]);
  expect(await columnOf('is_paid')).toMatchObject({ description: 'Old.' });
  expect(await dictionary.importDbt({ text, connection: 'shop', isApplied: true })).toMatchObject({
    ...wanted,
    added: 3,
  });
  expect(await columnOf('is_paid')).toMatchObject({ description: 'New.', writtenBy: 'import' });

  const dbt = await dictionary.exportAs('dbt');
  const again = await dictionary.importDbt({ text: dbt.text, isApplied: false });
  // The sources' own comments are in the export too.
  expect(again.changes.map(({ item }) => item)).toEqual(['shop.public.customers', 'shop.public.orders.order_id']);
  expect(again.leftOut).toEqual([]);
  expect((await dictionary.exportAs('markdown')).text).toContain('| `total_eur` | DECIMAL(12,2) | Sum | EUR |');
  for (const bad of ['a: [', 'just words', 'sources: 3'])
    await expect(dictionary.importDbt({ text: bad, isApplied: true })).rejects.toMatchObject({ code: 'bad_request' });
});
