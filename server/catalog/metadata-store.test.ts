import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetadataStore, type MetadataStore } from './metadata-store.ts';
import { mergeIntrospection, presentTables, type StoredCatalog, type StoredTable } from './stored-catalog.ts';
import { fakeColumn, fakeTable, recordingLog } from './testing/fake-source.ts';

let dataDir: string;
let log: ReturnType<typeof recordingLog>;
let store: MetadataStore;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joinery-metadata-'));
  log = recordingLog();
  store = createMetadataStore(dataDir, log);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const yamlPath = (): string => join(dataDir, 'metadata', 'shop.yaml');
const fastPath = (): string => join(dataDir, 'metadata', '.cache', 'shop.json');
const edit = async (change: (text: string) => string): Promise<void> => {
  const before = await readFile(yamlPath(), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(yamlPath(), after);
};

function catalogOf(tables: readonly StoredTable[]): StoredCatalog {
  return {
    connection: 'shop',
    serverLabel: 'Fake 1.0: "beta"',
    defaultSchema: 'public',
    introspectedAt: '2026-01-02T03:04:05.006Z',
    tables,
  };
}
const save = (tables: readonly StoredTable[]): Promise<StoredCatalog> => store.update('shop', () => catalogOf(tables));
const refreshWith = (tables: readonly StoredTable[]): Promise<StoredCatalog> =>
  store.update('shop', (before) =>
    mergeIntrospection(
      'shop',
      { serverLabel: 'Fake 2.0', defaultSchema: 'public', tables },
      '2026-02-02T00:00:00.000Z',
      before,
    ),
  );

const odd = [
  'null',
  'Yes',
  '~',
  '',
  ' ',
  ' lead',
  'trail ',
  '- dash',
  '# hash',
  'a # b',
  'a: b',
  'a:',
  '[x]',
  '{x}',
  '*star',
  '&and',
  '!bang',
  '%',
  '@',
  '`',
  "it's",
  '"quoted"',
  'back\\slash',
  'line\nbreak',
  'tab\there',
  '1',
  '1e3',
  '0x1F',
  '2026-01-01',
  '.5',
  'NaN',
  '.inf',
  'ünï',
  '日本語',
  '👩‍💻',
  '\u2028',
  '\u0085',
  '\u007f',
  '\u0000',
  '\ud800',
  '---',
  '...',
  '<<',
  '=',
  'a  b',
  'DECIMAL(12,2)',
  '((((((((((((:',
];

describe('the file', () => {
  it('gives back every odd name and text, from the fast copy and from the YAML alone', async () => {
    const tables = odd.map((name, index) =>
      fakeTable(name, [], {
        schema: odd[(index + 7) % odd.length] ?? '',
        comment: name,
        columns: [fakeColumn(name, { comment: name, sourceType: name, nullable: false, collation: 'binary' })],
        primaryKey: [name],
        uniqueKeys: [[name, 'b'], ['c']],
        foreignKeys: [{ columns: [name], targetSchema: name, targetTable: name, targetColumns: [name] }],
        rowEstimate: 1.5e15,
        sizeBytes: 12,
        ...{ description: name },
      }),
    );
    const catalog = await save(tables);
    expect((await store.load('shop')).catalog).toEqual(catalog);
    await rm(fastPath());
    expect(await store.load('shop')).toEqual({ catalog, isDamaged: false });
    expect(log.lines).toEqual([]);
    expect(parse(await readFile(yamlPath(), 'utf8')).tables).toHaveLength(odd.length);
  });

  it('is missing at first, and may hold no tables', async () => {
    expect(await store.load('shop')).toEqual({ isDamaged: false });
    await save([]);
    expect((await store.load('shop')).catalog?.tables).toEqual([]);
  });

  it('is only ready when it is whole: no temporary file is left', async () => {
    await save([fakeTable('orders')]);
    await save([fakeTable('orders'), fakeTable('customers')]);
    expect((await readdir(join(dataDir, 'metadata'))).sort()).toEqual(['.cache', 'shop.yaml']);
    expect(await readdir(join(dataDir, 'metadata', '.cache'))).toEqual(['shop.json']);
  });
});

describe('what people write into it', () => {
  it('is read although the fast copy does not have it, and survives a refresh that brings other things', async () => {
    await save([fakeTable('orders', ['id', 'amount'], { comment: 'from the source' }), fakeTable('customers')]);
    await edit((text) =>
      text
        .replace('    name: orders\n', '    name: orders\n    description: |\n      Ours: line one\n      - line two\n')
        .replace('      - name: amount\n', '      - name: amount\n        description: with tax # incl.\n'),
    );
    const expected = [{ description: 'Ours: line one\n- line two\n', columns: [{}, { description: 'with tax' }] }, {}];
    expect((await store.load('shop')).catalog?.tables).toMatchObject(expected);
    await edit((text) => text.replace('with tax', 'before tax'));
    const merged = await refreshWith([
      fakeTable('orders', ['id', 'amount', 'note'], { comment: 'changed at the source', rowEstimate: 5 }),
      fakeTable('customers'),
    ]);
    expect(merged.tables[0]).toMatchObject({
      description: 'Ours: line one\n- line two\n',
      comment: 'changed at the source',
      rowEstimate: 5,
      columns: [{ name: 'id' }, { name: 'amount', description: 'before tax' }, { name: 'note' }],
    });
    expect((await store.load('shop')).catalog).toEqual(merged);
  });

  it('keeps remarks at tables that did not change', async () => {
    await save([fakeTable('orders'), fakeTable('customers')]);
    await edit((text) => text.replace('    name: orders\n', '    name: orders # ask Ann\n'));
    await refreshWith([fakeTable('orders'), fakeTable('customers', ['id', 'more'])]);
    expect(await readFile(yamlPath(), 'utf8')).toContain('name: orders # ask Ann\n');
  });

  it('is kept while the source does not show the table or column, and comes back with it', async () => {
    await save([fakeTable('orders', ['id', 'amount']), fakeTable('customers')]);
    await edit((text) =>
      text
        .replace('      - name: amount\n', '      - name: amount\n        description: with tax\n')
        .replace('    name: customers\n', '    name: customers\n    description: buyers\n'),
    );
    const without = await refreshWith([fakeTable('orders', ['id'])]);
    expect(presentTables(without)).toEqual([fakeTable('orders', ['id'])]);
    expect((await store.load('shop')).catalog).toEqual(without);
    const again = await refreshWith([fakeTable('orders', ['id', 'amount']), fakeTable('customers')]);
    expect(again.tables).toMatchObject([
      { columns: [{ name: 'id' }, { name: 'amount', description: 'with tax' }] },
      { description: 'buyers' },
    ]);
    expect(presentTables(again)).toHaveLength(2);
    expect(JSON.stringify(again)).not.toContain('isMissing');
  });

  it('may be indented otherwise and carry keys after the tables', async () => {
    await save([fakeTable('orders'), fakeTable('customers')]);
    const { tables, introspectedAt, ...head } = parse(await readFile(yamlPath(), 'utf8'));
    expect(tables).toHaveLength(2);
    const { stringify } = await import('yaml');
    await writeFile(
      yamlPath(),
      stringify({ ...head, tables, introspectedAt }, { indentSeq: false }).replaceAll('\n', '\r\n'),
    );
    expect((await store.load('shop')).catalog?.tables.map(({ name }) => name)).toEqual(['orders', 'customers']);
  });
});

describe('a file that cannot be read', () => {
  const aside = async (): Promise<string[]> =>
    (await readdir(join(dataDir, 'metadata'))).filter((name) => name.startsWith('shop.yaml.corrupt-'));

  it.each([
    ['nothing in it', ''],
    ['no YAML', '{{{{'],
    ['half of it', 'connection: shop\nserver: Fa'],
    ['something else', 'tables:\n  - schema: public\n'],
    ['bytes', '\u0000\u0001\ufffd'],
  ])('is kept aside: %s', async (_what, text) => {
    await save([fakeTable('orders')]);
    await writeFile(yamlPath(), text);
    expect(await store.load('shop')).toEqual({ isDamaged: true });
    const kept = await aside();
    expect(kept).toHaveLength(1);
    expect(await readFile(join(dataDir, 'metadata', kept[0] ?? ''), 'utf8')).toBe(text);
    expect(log.lines).toContainEqual(
      expect.stringMatching(/^warn: The catalog file of shop could not be read.*rebuilt/),
    );
    await refreshWith([fakeTable('orders')]);
    expect((await store.load('shop')).catalog?.tables).toHaveLength(1);
  });

  it('costs only the table with the slip of the pen, and says its line', async () => {
    await save([fakeTable('orders'), fakeTable('customers'), fakeTable('tickets')]);
    await edit((text) => text.replace('    name: customers\n', '    name: customers\n    description: "open\n'));
    const line = (await readFile(yamlPath(), 'utf8')).split('\n').indexOf('    name: customers');
    const found = await store.load('shop');
    expect(found.isDamaged).toBe(true);
    expect(found.catalog?.tables.map(({ name }) => name)).toEqual(['orders', 'tickets']);
    expect(log.lines.join()).toContain(`the table at line ${line} cannot be read`);
    expect(await aside()).toHaveLength(1);
  });

  it('does not care for a broken fast copy', async () => {
    const catalog = await save([fakeTable('orders')]);
    for (const text of ['', '{', '{"version":99,"tables":[]}', '{"version":1,"tables":5}']) {
      await writeFile(fastPath(), text);
      expect(await store.load('shop')).toEqual({ catalog, isDamaged: false });
    }
  });
});
