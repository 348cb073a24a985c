import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProfile } from '../profile/read-profile.ts';
import { MemoryReader, memoryTable } from '../testing/memory-tables.ts';
import { Dismissals } from './dismissals.ts';
import { comparedColumns } from './joins-run.ts';
import { ProfileStore } from './profile-store.ts';
import { countRuns } from './remembered.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-memory-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('dismissals', () => {
  it('outlive the process and can be taken back', async () => {
    const first = new Dismissals(folder);
    first.noteProposed('one', 'customer_id=id');
    await first.dismiss('one');
    await first.dismiss('two');
    const later = new Dismissals(folder);
    expect([...(await later.ids())]).toEqual(['one', 'two']);
    expect((await later.factor())('customer_id=id')).toBe(0.85);
    expect((await later.factor())('other=id')).toBe(1);
    await later.restore('one');
    expect([...(await new Dismissals(folder).ids())]).toEqual(['two']);
  });

  it('are everybody’s own', async () => {
    let person = 'ada';
    const dismissals = new Dismissals(folder, () => person);
    dismissals.noteProposed('one', 'customer_id=id');
    await dismissals.dismiss('one');
    person = 'vi';
    expect([...(await dismissals.ids())]).toEqual([]);
    expect((await dismissals.factor())('customer_id=id')).toBe(1);
    await dismissals.dismiss('one');
    await dismissals.restore('one');
    person = 'ada';
    expect([...(await dismissals.ids())]).toEqual(['one']);
  });

  it('start anew where the file is damaged', async () => {
    await new Dismissals(folder).dismiss('one');
    await writeFile(path.join(folder, 'suggestions', 'dismissed.json'), '{"version":1,"dism');
    expect([...(await new Dismissals(folder).ids())]).toEqual([]);
  });
});

describe('joins that were run', () => {
  it('are read from the text, by aliases and full names', () => {
    const sql = `SELECT * FROM shop.orders o JOIN crm.main."Customers" c ON o.customer_id = c."Id" AND o.day = '=' LEFT JOIN web.visits ON visits.user = c.email WHERE o.total = 5`;
    expect(comparedColumns(sql)).toEqual([
      [
        { table: ['shop', 'orders'], column: 'customer_id' },
        { table: ['crm', 'main', 'Customers'], column: 'Id' },
      ],
      [
        { table: ['web', 'visits'], column: 'user' },
        { table: ['crm', 'main', 'Customers'], column: 'email' },
      ],
    ]);
  });

  it('are counted for the tables asked about, whichever side came first', async () => {
    const tables = [
      { connection: 'shop', schema: 'public', table: 'orders' },
      { connection: 'crm', schema: 'main', table: 'customers' },
    ];
    const texts = [
      'SELECT 1 FROM shop.orders a, crm.customers b WHERE a.cust = b.id',
      'SELECT 2 FROM crm.main.customers b JOIN shop.public.orders a ON b.ID = a.CUST',
      'not sql ((',
    ];
    const counts = await countRuns(tables, async () => texts);
    expect([...counts.values()]).toEqual([2]);
  });
});

describe('kept profiles', () => {
  const table = memoryTable(
    'crm',
    'customers',
    { id: 'BIGINT', name: 'VARCHAR' },
    Array.from({ length: 50 }, (_, at) => [at, `N${at}`]),
  );

  it('are the same when read again, until the connection is introspected anew or a week is over', async () => {
    const store = new ProfileStore(folder);
    const profile = await readProfile(table, new MemoryReader([table]));
    await store.keep(profile, 'monday', 0);
    const read = await store.read(table, 'monday', 1_000);
    expect(read?.columns.map(({ values }) => values)).toEqual(profile.columns.map(({ values }) => values));
    expect(await store.read(table, 'tuesday', 1_000)).toBeUndefined();
    expect(await store.read(table, 'monday', 8 * 24 * 60 * 60 * 1000)).toBeUndefined();
  });
});
