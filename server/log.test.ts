import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

/** The log writes to the standard error of its process, so it gets a process of its own. */
async function linesOf(program: string, env: Record<string, string> = {}): Promise<Record<string, unknown>[]> {
  const source = `
    import { createLog } from './server/log.ts';
    import { rememberSecret } from './server/secrets/known-secrets.ts';
    rememberSecret('canary-4711');
    ${program}`;
  const { stderr } = await run(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    cwd: new URL('..', import.meta.url).pathname,
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
  });
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

it('lets no secret pass, wherever it stands', async () => {
  const lines = await linesOf(`
    const log = createLog('info');
    log.info('login with canary-4711');
    log.warn({ url: 'pg://u:canary-4711@h', nested: { list: ['canary-4711'] }, rows: 4711 }, 'fields');
    log.error({ err: new Error('refused canary-4711', { cause: new Error('inner canary-4711') }) }, 'an error');
    log.error(new Error('alone canary-4711'));`);
  expect(lines).toHaveLength(4);
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines[0]).toMatchObject({ msg: 'login with [secret]' });
  expect(lines[1]).toMatchObject({ url: 'pg://u:[secret]@h', rows: 4711, msg: 'fields' });
  expect(lines[2]).toMatchObject({
    msg: 'an error',
    err: { type: 'Error', stack: expect.stringContaining('inner [secret]') },
  });
});

it('goes by the level of the configuration, and JOINERY_LOG_LEVEL goes before it', async () => {
  const program = "const log = createLog('warn'); log.debug('d'); log.info('i'); log.warn('w');";
  expect((await linesOf(program)).map(({ msg }) => msg)).toEqual(['w']);
  expect((await linesOf(program, { JOINERY_LOG_LEVEL: 'debug' })).map(({ msg }) => msg)).toEqual(['d', 'i', 'w']);
});
