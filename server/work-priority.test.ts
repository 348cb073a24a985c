import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { letServerGoFirst, WORK_NICENESS } from './work-priority.ts';

const NICEST = 19;
const lower = Math.min(NICEST, getPriority() + WORK_NICENESS);

it('makes a process yield, and what that process starts', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-priority-'));
  const file = path.join(folder, 'child.mjs');
  await writeFile(
    file,
    `import { execFileSync } from 'node:child_process';
     process.once('message', () => process.send(execFileSync(process.execPath, ['-p', 'os.getPriority()'], { encoding: 'utf8' })));`,
  );
  const child = fork(file, { execArgv: [] });
  try {
    letServerGoFirst(child.pid, undefined);
    expect(getPriority(child.pid)).toBe(lower);
    child.send('what are you?');
    expect(Number((await once(child, 'message'))[0])).toBe(lower);
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
});

it('says at debug where the system refuses, and nothing more', async () => {
  const child = fork('-', { execArgv: ['--version'], stdio: 'ignore' });
  await once(child, 'exit');
  const said: unknown[] = [];
  letServerGoFirst(child.pid, { debug: (...line: unknown[]) => void said.push(line) });
  expect(said).toEqual([[expect.objectContaining({ pid: child.pid }), expect.stringContaining('priority')]]);
  letServerGoFirst(undefined, { debug: (...line: unknown[]) => void said.push(line) });
  expect(said).toHaveLength(1);
});
