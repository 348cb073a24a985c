import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineFixture } from './testing/engine-fixture.ts';
import { MemoryConnector } from './testing/memory-connector.ts';

const wide = {
  columns: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`c ${index} "ü"`, 'INTEGER'])),
  rows: [Array.from({ length: 2_000 }, (_, index) => String(index))],
};
const odd = {
  columns: { Id: 'BIGINT', id: 'BIGINT', select: 'VARCHAR', 'a.b "c"': 'VARCHAR' },
  rows: [['1', '2', 'x', 'y']],
};

describe('input that is out of the ordinary', () => {
  it('carries 2,000 columns', async () => {
    const fixture = await engineFixture([new MemoryConnector('shop', { wide })]);
    const { values, columns } = await fixture.run('SELECT * FROM shop.wide');
    expect(columns[1_999]?.name).toBe('c 1999 "ü"');
    expect(values[0]?.at(-1)).toBe(1_999);
    await fixture.close();
  });

  it('tells columns apart whose names differ only by case or need quotes', async () => {
    const fixture = await engineFixture([new MemoryConnector('shop', { odd })]);
    const { values, columns } = await fixture.run('SELECT * FROM shop.odd');
    expect(columns.map(({ name }) => name)).toEqual(['Id', 'id_2', 'select', 'a.b "c"']);
    expect(values).toEqual([['1', '2', 'x', 'y']]);
    expect((await fixture.run('SELECT "a.b ""c""", "select", id_2 FROM shop.odd WHERE id = 1')).values).toEqual([
      ['y', 'x', '2'],
    ]);
    await fixture.close();
  });

  it('ends a run that needs more memory and disk than it may have, and the next one works', async () => {
    const fixture = await engineFixture([], { runMemoryBytes: 40 * 1_048_576, runSpillBytes: 8 * 1_048_576 });
    const hungry =
      "SELECT string_agg(n::VARCHAR || repeat('x', 200), ',' ORDER BY hash(n)) FROM range(3000000) r(n) GROUP BY n % 2";
    const thrown = await fixture.run(hungry).catch((error: unknown) => error);
    expect(['out_of_memory', 'disk_full']).toContain((thrown as { code?: string }).code);
    expect((await fixture.run('SELECT 1 AS one')).values).toEqual([[1]]);
    expect((await readdir(fixture.folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
    await fixture.close();
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'says that the disk is full, and leaves room again',
    async () => {
      const disk = await mkdtemp(path.join(tmpdir(), 'joinery-small-disk-'));
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        await rm(disk, { recursive: true, force: true });
        return;
      }
      try {
        await mkdir(path.join(disk, 'runs'));
        const fixture = await engineFixture([], {}, path.join(disk, 'runs'));
        await expect(fixture.run('SELECT n, hash(n) AS h FROM range(5000000) r(n)')).rejects.toMatchObject({
          code: 'disk_full',
        });
        expect((await fixture.run('SELECT 1 AS one')).values).toEqual([[1]]);
        const ballast = path.join(disk, 'ballast');
        await writeFile(ballast, Buffer.alloc(16_000_000)).catch(() => undefined);
        // The first may find an instance that was made ahead, the last has to make one.
        for (let run = 0; run < 4; run += 1)
          await expect(fixture.run('SELECT n, hash(n) AS h FROM range(5000) r(n)')).rejects.toMatchObject({
            code: 'disk_full',
          });
        await rm(ballast);
        expect((await fixture.run('SELECT 1 AS one')).values).toEqual([[1]]);
        await fixture.close();
      } finally {
        execFileSync('umount', [disk]);
        await rm(disk, { recursive: true, force: true });
      }
    },
  );
});
