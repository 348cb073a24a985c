import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

it('a process whose readers are gone goes on, and ends as it wants to', async () => {
  const script = `import { outliveReaders } from './outlive-readers.ts';
    outliveReaders();
    process.on('SIGTERM', () => {
      process.stdout.write('to nobody');
      process.stderr.write('to nobody');
      setImmediate(() => process.stdout.write('again', () => process.exit(7)));
    });
    setInterval(() => undefined, 1_000);
    process.stdout.write('ready');`;
  const options = { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], options);
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  child.kill('SIGTERM');
  expect(await ended).toEqual([7, null]);
});
