import { ChildProcess, execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { sqliteDriver } from './index.ts';

const FILES = 12;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-sqlite-close-'));
  for (let index = 0; index < FILES; index += 1) {
    const file = new DatabaseSync(path.join(folder, `${index}.db`));
    file.exec('CREATE TABLE t (a)');
    file.close();
  }
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(folder, { recursive: true }));

it('closing many files settles in a program that does nothing else', async () => {
  const driver = path.join(import.meta.dirname, 'index.ts');
  const program = path.join(folder, 'program.mts');
  await writeFile(
    program,
    `import { sqliteDriver } from ${JSON.stringify(driver)};
     const log = { debug() {}, info() {}, warn() {} };
     const open = [];
     for (let index = 0; index < ${FILES}; index += 1) {
       const connector = sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: index + '.db' }), { id: 'c' + index, baseDir: ${JSON.stringify(folder)}, log });
       await connector.introspect(new AbortController().signal);
       open.push(connector);
     }
     for (const connector of open) await connector.close();
     console.log('closed');`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(stdout).toBe('closed\n');
});

it('ends a reader that nobody used for half a minute, and starts another when asked', async () => {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const context = { id: 'c', baseDir: folder, log: quiet };
  const connector = sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: '0.db' }), context);
  const never = new AbortController().signal;
  const kill = vi.spyOn(ChildProcess.prototype, 'kill');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await connector.introspect(never);
    vi.advanceTimersByTime(29_000);
    expect(kill).not.toHaveBeenCalled();
    await connector.introspect(never);
    vi.advanceTimersByTime(29_000);
    expect(kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(kill).toHaveBeenCalledOnce();
    expect((await connector.introspect(never)).tables).toHaveLength(1);
  } finally {
    vi.useRealTimers();
    await connector.close();
  }
});
