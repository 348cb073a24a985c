/** Runs that reach a limit of memory or disk: clear words, nothing left, and the next run works. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { contextOf, engineOver } from '../engine-over.ts';

const run = promisify(execFile);
const sorting = 'SELECT *, repeat(md5(note), 20) AS more FROM web.many ORDER BY more, id DESC';

async function withRows(rows: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-limits-'));
  const lines = Array.from({ length: rows }, (_, index) => `${index},${'x'.repeat(80)}${index % 977}`);
  await writeFile(path.join(folder, 'many.csv'), `id,note\n${lines.join('\n')}\n`);
  return folder;
}

describe('a run that', () => {
  it('needs more memory and room on the disk than it may have ends in words', async () => {
    const folder = await withRows(150_000);
    const web = filesDriver.create(filesDriver.optionsSchema.parse({ path: '.' }), contextOf(folder)('web'));
    const engine = await engineOver({ web }, folder, {
      limits: { runTimeMs: 60_000, runMemoryBytes: 64 * 1_048_576, runSpillBytes: 1_048_576 },
    });
    const [outcome] = await Promise.allSettled([engine.run(sorting)]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'JoineryError', class: 'resource' } });
    expect((await readdir(folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
    expect((await engine.rows('SELECT count(*) FROM web.many')).rows).toEqual([['150000']]);
    await engine.close();
  });

  it('finds the disk full while its rows land ends in words, and the process lives', async () => {
    const folder = await withRows(150_000);
    // Files of this process may grow to 4 MiB: what a full disk answers, without one.
    const script = path.join(import.meta.dirname, 'full-disk.ts');
    const { stdout } = await run('bash', [
      '-c',
      `trap '' XFSZ; ulimit -f 4096; exec "$0" "$1" "$2"`,
      process.execPath,
      script,
      folder,
    ]);
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
    expect(said.failure).toMatchObject({ name: 'JoineryError' });
    expect(said.failure.message).not.toMatch(/internal/i);
    expect(said.after).toEqual([['150000']]);
    expect(said.left).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});
