import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { openObservations } from './observations.ts';

describe('observations', () => {
  let folder: string;
  const log = createLog('error');
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'joinery-observations-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are there again after a restart', async () => {
    const first = await openObservations(folder, log);
    first.note([{ key: 'a', rows: 39 }]);
    first.note([{ key: 'a', rows: 40 }]);
    expect(await first.rowsOf(['a', 'b'])).toEqual([40, undefined]);
    await first.close();
    const second = await openObservations(folder, log);
    expect(await second.rowsOf(['a'])).toEqual([40]);
    await second.close();
  });

  it('forget what is old, and begin anew with a damaged file', async () => {
    const file = path.join(folder, 'observations.json');
    await writeFile(file, JSON.stringify([['a', 1, Date.now() - 8 * 86_400_000]]));
    const old = await openObservations(folder, log);
    expect(await old.rowsOf(['a'])).toEqual([undefined]);
    await old.close();
    await writeFile(file, '[["a", 1');
    const damaged = await openObservations(folder, log);
    damaged.note([{ key: 'b', rows: 2 }]);
    await damaged.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject([['b', 2, expect.any(Number)]]);
  });

  it('keep the newest when there are too many', async () => {
    const observations = await openObservations(folder, log);
    observations.note(Array.from({ length: 20_010 }, (_, index) => ({ key: `k${index}`, rows: index })));
    expect(await observations.rowsOf(['k0', 'k9', 'k10', 'k20009'])).toEqual([undefined, undefined, 10, 20_009]);
    await observations.close();
  });
});
