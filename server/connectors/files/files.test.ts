/** What is the files driver's own: which files make which tables, declared tables, comments, and values that do not fit. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectError, never, wholeTable } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import type { Connector, TableInfo } from '../connector.ts';
import { filesDriver } from './index.ts';
import { type FilesSource, startFilesSource } from './testing/files-source.ts';

let source: FilesSource;
beforeEach(async () => {
  source = await startFilesSource('csv');
});
afterEach(async () => {
  await source.close();
});

const put = (name: string, text: string | Uint8Array) => writeFile(join(source.folder, name), text);

async function tablesOf(connector: Connector = source.connector): Promise<ReadonlyMap<string, TableInfo>> {
  const { tables } = await connector.introspect(never());
  return new Map(tables.map((table) => [table.name, table]));
}

async function read(table: TableInfo | undefined, connector: Connector = source.connector) {
  if (table === undefined) throw new Error('There is no such table.');
  const session = await connector.openSession({ runId: 'files', signal: never() });
  try {
    return await load(await session.fetch(wholeTable(table), never()));
  } finally {
    await session.close();
  }
}

const typesOf = (table: TableInfo | undefined) => table?.columns.map(({ name, type }) => `${name} ${type}`);

describe('which files make which tables', () => {
  it('takes each file by its name and each folder of parts as one table', async () => {
    await put('a.csv', 'x,y\n1,one\n');
    await put('b.tsv', 'x\ty\n1\t"a,b"\n');
    await put('c.csv.gz', gzipSync('x;y\n1;2,5\n'));
    await put('d.jsonl', '{"x": 1}\n{"x": 2, "y": "z"}\n');
    await put('e.json', '[{"x": 1}, {"x": 2}]');
    await put('_hidden.csv', 'x\n1\n');
    await put('.dot.csv', 'x\n1\n');
    await put('readme.md', '# no table');
    await put('empty.csv', '');
    await mkdir(join(source.folder, 'parts'));
    await source.run(`COPY (SELECT 1 AS x) TO '${join(source.folder, 'parts', '1.parquet')}'`);
    await source.run(`COPY (SELECT 2 AS x, 'new' AS y) TO '${join(source.folder, 'parts', '2.parquet')}'`);
    await mkdir(join(source.folder, 'by', 'year=2024'), { recursive: true });
    await mkdir(join(source.folder, 'by', 'year=0025'), { recursive: true });
    await put('by/year=2024/p.csv', 'x\n1\n');
    await put('by/year=0025/p.csv', 'x\n2\n');
    const tables = await tablesOf();
    expect([...tables.keys()].toSorted()).toEqual(['a', 'b', 'by', 'c', 'd', 'e', 'parts']);
    expect((await read(tables.get('a'))).rows).toEqual([['1', 'one']]);
    expect((await read(tables.get('b'))).rows).toEqual([['1', 'a,b']]);
    expect((await read(tables.get('c'))).rows).toEqual([['1', '2,5']]);
    expect((await read(tables.get('d'))).rows).toEqual([
      ['1', null],
      ['2', 'z'],
    ]);
    expect((await read(tables.get('e'))).rows).toEqual([['1'], ['2']]);
    expect((await read(tables.get('parts'))).rows.toSorted()).toEqual([
      ['1', null],
      ['2', 'new'],
    ]);
    expect((await read(tables.get('by'))).rows.toSorted()).toEqual([
      ['1', '2024'],
      ['2', '0025'],
    ]);
    expect(tables.get('parts')?.rowEstimate).toBe(2);
    expect(source.warnings.join('\n')).toContain('empty.csv is empty');
  });

  it('takes one file or a glob, and nothing outside of its folder', async () => {
    await put('a1.csv', 'x\n1\n');
    await put('a2.csv', 'x\n2\n');
    await put('b.csv', 'x\n3\n');
    await writeFile(join(source.folder, '..', 'secret.csv'), 'x\n9\n');
    await symlink(join(source.folder, '..', 'secret.csv'), join(source.folder, 'a3.csv'));
    await symlink(join(source.folder, 'b.csv'), join(source.folder, 'a4.csv'));
    expect([...(await tablesOf(source.connect({ path: 'web/a1.csv' }))).keys()]).toEqual(['a1']);
    expect([...(await tablesOf(source.connect({ path: 'web/a*.csv' }))).keys()]).toEqual(['a1', 'a2', 'a4']);
    expect(source.warnings.join('\n')).toContain('a3.csv is left out');
    const declared = source.connect({ tables: { s: { path: '../secret.csv' } } });
    expect((await tablesOf(declared)).has('s')).toBe(false);
  });

  it('says that a folder is not there', async () => {
    const connector = source.connect({ path: 'nowhere' });
    for (const attempt of [() => connector.test(never()), () => connector.introspect(never())])
      expect((await expectError(attempt(), 'source_unreachable')).connection).toBe('web');
  });
});

describe('declared tables and comments', () => {
  it('follows the declaration, and takes comments from it and from _metadata.yaml', async () => {
    await put('raw.txt', '1|2.50|2024-01-05\n');
    await put('b.csv', 'zip,n\n12,3\n');
    await put('_metadata.yaml', 'tables:\n  b:\n    description: Places\n    columns: { zip: Code, n: Count }\n');
    const connector = source.connect({
      tables: {
        prices: {
          path: 'raw.txt',
          format: 'csv',
          delimiter: '|',
          header: false,
          columns: { column1: 'decimal(12, 4)' },
        },
        b: { columns: { zip: 'VARCHAR' }, comment: 'Told', columnComments: { n: 'Told too' } },
      },
    });
    const tables = await tablesOf(connector);
    expect(typesOf(tables.get('prices'))).toEqual(['column0 BIGINT', 'column1 DECIMAL(12,4)', 'column2 DATE']);
    expect((await read(tables.get('prices'), connector)).rows).toEqual([['1', '2.5000', '2024-01-05']]);
    expect(typesOf(tables.get('b'))).toEqual(['zip VARCHAR', 'n BIGINT']);
    expect(tables.get('b')?.comment).toBe('Told');
    expect(tables.get('b')?.columns.map((column) => column.comment)).toEqual(['Code', 'Told too']);
    expect((await tablesOf()).get('b')?.comment).toBe('Places');
  });

  it('warns of a broken metadata file and goes on', async () => {
    await put('b.csv', 'x\n1\n');
    await put('_metadata.yaml', 'tables: [');
    expect((await tablesOf()).has('b')).toBe(true);
    expect(source.warnings.join('\n')).toContain('_metadata.yaml is not understood');
  });

  it('refuses options that it does not know', () => {
    expect(filesDriver.optionsSchema.safeParse({ path: 'x', tabels: {} }).success).toBe(false);
  });
});

describe('files that change', () => {
  it.each([
    ['a fraction in a column of integers', 'n,d\n1.5,2024-01-05\n'],
    ['an exponent in a column of integers', 'n,d\n15e-1,2024-01-05\n'],
    ['a leading zero', 'n,d\n007,2024-01-05\n'],
    ['a time in a column of dates', 'n,d\n1,2024-01-05 10:00:00\n'],
    ['another order of day and month', 'n,d\n1,05/01/2024\n'],
    ['text', 'n,d\nx,2024-01-05\n'],
    ['a row too short', 'n,d\n1\n'],
  ])('refuses %s that came after the catalog was read', async (_what, text) => {
    await put('a.csv', 'n,d\n1,2024-01-05\n');
    const table = (await tablesOf()).get('a');
    expect(typesOf(table)).toEqual(['n BIGINT', 'd DATE']);
    await put('a.csv', text);
    await expect(read(table)).rejects.toThrow();
  });

  it('refuses more digits than a DECIMAL holds, and a fraction in JSON integers', async () => {
    await put('a.csv', 'p\n1.25\n');
    await put('j.jsonl', '{"n": 1}\n');
    const tables = await tablesOf();
    expect(typesOf(tables.get('a'))).toEqual(['p DECIMAL(18,2)']);
    await put('a.csv', 'p\n1.255\n');
    await put('j.jsonl', '{"n": 1.5}\n');
    await expect(read(tables.get('a'))).rejects.toThrow('A value of a.p is not a DECIMAL(18,2)');
    await expect(read(tables.get('j'))).rejects.toThrow('A value of j.n is not a BIGINT');
  });

  it.each([
    ['has gone', async () => rm(join(source.folder, 'a.csv'))],
    ['has other columns', async () => put('a.csv', 'y,x\n1,2\n')],
    ['has a column more', async () => put('a.csv', 'x,y,z\n1,2,3\n')],
  ])('says source_changed when a file %s', async (_what, change) => {
    await put('a.csv', 'x,y\n1,2\n');
    const table = (await tablesOf()).get('a');
    await change();
    await expectError(read(table), 'source_changed');
  });

  it('says source_changed when a Parquet column has another type', async () => {
    const path = join(source.folder, 'p.parquet');
    await source.run(`COPY (SELECT 1 AS x) TO '${path}'`);
    const table = (await tablesOf()).get('p');
    await source.run(`COPY (SELECT 'one' AS x) TO '${path}'`);
    await expectError(read(table), 'source_changed');
  });
});
