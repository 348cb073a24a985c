import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineRequest } from '../engine/engine.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import { JoineryError } from '../errors.ts';
import { createLog } from '../log.ts';
import { createProbes } from './probes.ts';

describe('probes', () => {
  let folder: string;
  let engine: LocalEngine;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'joinery-probes-'));
    engine = new LocalEngine({
      connectionIds: [],
      connector: (id) => {
        throw new JoineryError('unknown_connection', `There is no connection "${id}".`);
      },
      catalog: {
        lookup: () => {
          throw new Error('No table is asked for');
        },
      },
      storedResult: (name) => {
        throw new JoineryError('unknown_table', `There is no stored result "${name}".`);
      },
      tempDir: folder,
      limits: { runTimeMs: 60_000, runMemoryBytes: 256 * 2 ** 20, runSpillBytes: 2 ** 30 },
      log: createLog('error'),
    });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (sql: string, options: { maxRows?: number; timeoutMs?: number } = {}) =>
    createProbes({
      run: (request, signal, onStart) => {
        onStart();
        return engine.run(request, signal, () => {});
      },
    }).ask(sql, {
      maxRows: 10,
      timeoutMs: 30_000,
      signal: new AbortController().signal,
      ...options,
    });

  it('brings rows back exactly and leaves no file', async () => {
    const answer = await ask("SELECT 9007199254740993::BIGINT AS big, NULL AS nothing, 'x' AS text");
    expect(answer.columns.map(({ name }) => name)).toEqual(['big', 'nothing', 'text']);
    expect(answer.rows).toEqual([['9007199254740993', null, 'x']]);
    expect(answer.isTruncated).toBe(false);
    expect((await readdir(folder)).filter((name) => !name.startsWith('pipes-'))).toEqual([]);
  });

  it('says that there were more rows', async () => {
    const answer = await ask('SELECT * FROM range(100)', { maxRows: 3 });
    expect(answer.rows).toHaveLength(3);
    expect(answer.isTruncated).toBe(true);
  });

  it('binds parameters', async () => {
    const signal = new AbortController().signal;
    const run = (request: EngineRequest, stop: AbortSignal) => engine.run(request, stop, () => {});
    const answer = await createProbes({ run }).ask('SELECT {{day}} + 1 AS next', {
      maxRows: 1,
      timeoutMs: 30_000,
      signal,
      parameters: [{ name: 'day', type: 'date', value: '2026-02-28' }],
    });
    expect(answer.rows).toEqual([['2026-03-01']]);
  });

  it('ends one that takes too long', async () => {
    await expect(
      ask('SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b', { timeoutMs: 200 }),
    ).rejects.toMatchObject({
      code: 'source_timeout',
    });
  });
});
