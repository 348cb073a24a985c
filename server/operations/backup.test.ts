import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSqlite, openTestWorkbench, type TestWorkbench } from '../connections/testing/open-test-workbench.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-backup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const idsIn = (dataDir: string): string[] => {
  const database = new DatabaseSync(path.join(dataDir, 'joinery.sqlite'), { readOnly: true });
  try {
    return database
      .prepare('SELECT id FROM Document ORDER BY id')
      .all()
      .map(({ id }) => String(id));
  } finally {
    database.close();
  }
};

describe('a backup of a server that writes', () => {
  let opened: TestWorkbench;
  beforeEach(async () => {
    opened = await openTestWorkbench((place) => {
      makeSqlite(path.join(place, 'local.sqlite'), 'people', 2);
      return 'connections:\n  local: {driver: sqlite, path: ./local.sqlite}\n';
    });
  });
  afterEach(() => opened.close());

  it('holds all that was acknowledged before, is whole, and holds no key; results on request', async () => {
    const { history, connections } = opened.workbench;
    const dataDir = path.join(opened.folder, 'data');
    await connections.save({
      id: 'kept',
      driver: 'postgres',
      options: { host: '127.0.0.1', port: 1, database: 'a', user: 'b', password: 'sealed-3Hq' },
    });
    const run = await opened.run('SELECT * FROM local.people');
    await opened.workbench.catalog.refresh();
    const said = 'assistant/conversations/0a1b.json';
    for (const name of [said, 'suggestions/dismissed.json', 'suggestions/profiles/made-anew.json']) {
      await mkdir(path.dirname(path.join(dataDir, name)), { recursive: true });
      await writeFile(path.join(dataDir, name), '{}');
    }
    const acknowledged: string[] = [];
    let isWriting = true;
    const write = async () => {
      const document = { title: 'T', text: 'SELECT 1', target: 'federated', rowLimit: 10 };
      acknowledged.push((await history.createDocument(document)).id);
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (let count = 0; count < 20; count += 1) await write();
    const writing = (async () => {
      while (isWriting) await write();
    })();
    const before = [...acknowledged];
    try {
      await backUp({ dataDir, file: path.join(folder, 'a.zip'), withResults: false, withKey: false });
      await backUp({ dataDir, file: path.join(folder, 'b.zip'), withResults: true, withKey: true });
    } finally {
      isWriting = false;
      await writing;
    }
    expect(acknowledged.length).toBeGreaterThan(before.length);

    const without = path.join(folder, 'without');
    expect(await restore(path.join(folder, 'a.zip'), without)).toMatchObject({ withKey: false });
    expect(idsIn(without)).toEqual(expect.arrayContaining(before));
    const names = await readdir(without, { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining(['joinery.sqlite', 'metadata/local.yaml', said, 'suggestions/dismissed.json']),
    );
    expect(names.filter((name) => /secret\.key|access-token|results|tmp|profiles/.test(name))).toEqual([]);
    expect(await readFile(path.join(folder, 'a.zip'), 'latin1')).not.toContain('sealed-3Hq');

    const whole = path.join(folder, 'whole');
    await restore(path.join(folder, 'b.zip'), whole);
    expect(await readdir(path.join(whole, 'results'))).toEqual([`${run.id}.duckdb`]);
    expect(await readFile(path.join(whole, 'secret.key'), 'utf8')).toBe(
      await readFile(path.join(dataDir, 'secret.key'), 'utf8'),
    );
  });

  it('is a data folder that a server opens', async () => {
    const run = await opened.run('SELECT id FROM local.people');
    await backUp({
      dataDir: path.join(opened.folder, 'data'),
      file: path.join(folder, 'a.zip'),
      withResults: true,
      withKey: false,
    });
    await opened.workbench.close();
    await rm(path.join(opened.folder, 'data'), { recursive: true });
    await restore(path.join(folder, 'a.zip'), path.join(opened.folder, 'data'));
    await opened.restart();
    expect(await opened.workbench.history.run(run.id)).toMatchObject({ status: 'succeeded', rows: 2 });
    const window = { offset: 0, limit: 9, firstColumn: 0, lastColumn: 0 };
    expect((await opened.workbench.results.window(run.id, window)).rows).toHaveLength(2);
  });
});

describe('a restore', () => {
  it.each([
    ['that is no zip file', 'hello'],
    ['that is empty', ''],
  ])('refuses a file %s and changes nothing', async (_, text) => {
    const file = path.join(folder, 'x.zip');
    await writeFile(file, text);
    await expect(restore(file, path.join(folder, 'data'))).rejects.toMatchObject({ code: 'bad_request' });
    expect(await readdir(folder)).toEqual(['x.zip']);
  });

  it('leaves a folder alone in which there is something', async () => {
    await mkdir(path.join(folder, 'data'));
    await writeFile(path.join(folder, 'data', 'joinery.sqlite'), 'mine');
    await expect(restore(path.join(folder, 'x.zip'), path.join(folder, 'data'))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await readFile(path.join(folder, 'data', 'joinery.sqlite'), 'utf8')).toBe('mine');
  });

  it.each(['../outside', 'joinery.sqlite/../../outside', 'results/../../outside', 'run.sh'])(
    'refuses a backup that holds %s',
    async (name) => {
      const { ZipFile } = await import('yazl');
      const zip = new ZipFile();
      zip.addBuffer(Buffer.from('x'), name.replaceAll('..', '__'));
      zip.end();
      const chunks: Buffer[] = [];
      for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
      const bytes = Buffer.from(Buffer.concat(chunks).toString('latin1').replaceAll('__', '..'), 'latin1');
      await writeFile(path.join(folder, 'x.zip'), bytes);
      await expect(restore(path.join(folder, 'x.zip'), path.join(folder, 'deep', 'data'))).rejects.toMatchObject({
        code: 'bad_request',
      });
      expect((await readdir(folder, { recursive: true })).filter((each) => each.includes('outside'))).toEqual([]);
    },
  );
});
