import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'joinery-supervise-'));
const program = join(folder, 'program.mjs');
writeFileSync(
  program,
  `let signals = 0;
   for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
     signals += 1;
     setTimeout(() => { console.log('stopped after ' + signals + ' ' + process.argv.slice(2)); process.exit(3); }, 300);
   });
   setInterval(() => {}, 60_000);
   console.log('running ' + process.pid);`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Launched {
  readonly launcher: ChildProcessByStdio<null, Readable, null>;
  readonly programPid: number;
  nextLine(): Promise<string | undefined>;
}

const launcherFile = join(folder, 'launcher.mjs');
writeFileSync(
  launcherFile,
  `import { supervise } from ${JSON.stringify(new URL('supervise.mjs', import.meta.url).href)};
   process.exitCode = await supervise(process.execPath, ${JSON.stringify(program)}, ['one', 'two']);`,
);

async function launch(command = process.execPath, args = [launcherFile], cwd = folder): Promise<Launched> {
  const launcher = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: launcher.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string | undefined> => (await lines.next()).value;
  const first = (await nextLine()) ?? '';
  return { launcher, programPid: Number(/^running (\d+)$/.exec(first)?.[1]), nextLine };
}

test('passes a stop on once, however often it is asked for, and ends with 0', async () => {
  const { launcher, nextLine } = await launch();
  const exit = once(launcher, 'exit');
  launcher.kill('SIGINT');
  launcher.kill('SIGINT');
  expect(await nextLine()).toBe('stopped after 1 one,two');
  expect(await exit).toEqual([0, null]);
});

test('a killed launcher leaves no program behind', async () => {
  const { launcher, programPid, nextLine } = await launch();
  expect(isAlive(programPid)).toBe(true);
  launcher.kill('SIGKILL');
  expect(await nextLine()).toBe('stopped after 1 one,two');
  // The pipe ends when the last process that holds it has ended.
  expect(await nextLine()).toBeUndefined();
  await expect.poll(() => isAlive(programPid), { timeout: 10_000 }).toBe(false);
});

test.runIf(process.platform === 'linux')('a killed npm leaves no program behind', async () => {
  const project = join(folder, 'project');
  mkdirSync(project);
  const scripts = { start: `node ${JSON.stringify(launcherFile)}` };
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', scripts }));
  const { launcher, nextLine } = await launch('npm', ['--silent', 'start'], project);
  launcher.kill('SIGKILL');
  expect(await nextLine()).toBe('stopped after 1 one,two');
});

test("answers the program's own exit code", async () => {
  const { launcher, programPid } = await launch();
  const exit = once(launcher, 'exit');
  process.kill(programPid, 'SIGTERM');
  expect(await exit).toEqual([3, null]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
