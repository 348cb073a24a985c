import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Driver } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';
import { redactKnown } from '../secrets/known-secrets.ts';
import { loadConfig } from './load-config.ts';

const optionsSchema = z.strictObject({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65535).default(5432),
  database: z.string().default('main'),
  password: z.string().default(''),
  ssl: z.union([z.boolean(), z.literal('no-verify')]).optional(),
  mode: z.enum(['fast', 'careful']).optional(),
  tags: z.array(z.string()).optional(),
});
const server: Driver = {
  name: 'server',
  displayName: 'Server',
  optionsSchema,
  secretOptions: ['password'],
  create: () => {
    throw new Error('not opened in these tests');
  },
};
const file: Driver = { ...server, name: 'file', optionsSchema: z.object({ path: z.string() }), secretOptions: [] };
const drivers = { server, file };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(text: string, env: Record<string, string> = {}) {
  const path = join(folder, 'config.yaml');
  await writeFile(path, text);
  return loadConfig(path, env, drivers);
}

async function refusal(text: string): Promise<JoineryError> {
  const thrown: unknown = await load(text).catch((error: unknown) => error);
  if (!(thrown instanceof JoineryError)) throw new Error(`expected a JoineryError, got ${String(thrown)}`);
  return thrown;
}

describe('a right file', () => {
  it('gives options, origins, limits and folders', async () => {
    const config = await load(
      [
        'connections:',
        '  shop: { driver: server, host: db, port: 5433 }',
        '  sales_eu: { driver: server, host: db, color: 1, mark: sh }',
        '  crm:',
        '    driver: file',
        '    path: ./crm.sqlite',
        'limits: { runTime: 90s, runMemory: 1.5GiB, concurrentRuns: 3, queuedRuns: 0, catalogMaxAgeMs: 5000 }',
        'log: { level: debug }',
        'dataDir: ./kept',
      ].join('\n'),
    );
    expect(config.connections).toEqual([
      {
        id: 'shop',
        driver: 'server',
        color: 2,
        mark: 'SO',
        written: { host: 'db', port: 5433 },
        options: { host: 'db', port: 5433, database: 'main', password: '' },
      },
      {
        id: 'sales_eu',
        driver: 'server',
        color: 1,
        mark: 'sh',
        written: { host: 'db' },
        options: { host: 'db', port: 5432, database: 'main', password: '' },
      },
      {
        id: 'crm',
        driver: 'file',
        color: 3,
        mark: 'CR',
        written: { path: './crm.sqlite' },
        options: { path: './crm.sqlite' },
      },
    ]);
    expect(config.limits).toEqual({
      runTimeMs: 90_000,
      runMemoryBytes: 1.5 * 1024 ** 3,
      runSpillBytes: 50 * 1024 ** 3,
      concurrentRuns: 3,
      historyAgeMs: 94_608_000_000,
      historyRuns: 1_000_000,
      queuedRuns: 0,
      runsPerPerson: 20,
      tokenRequests: 600,
      resultStoreBytes: 20 * 1024 ** 3,
      introspectTimeMs: 60_000,
      catalogMaxAgeMs: 5000,
    });
    expect(config).toMatchObject({ logLevel: 'debug', baseDir: folder, dataDir: join(folder, 'kept'), warnings: [] });
  });

  it('needs nothing at all, and says that there is nothing', async () => {
    const config = await load('');
    expect(config.connections).toEqual([]);
    expect(config.dataDir).toBe(join(folder, 'data'));
    expect(config.limits.runMemoryBytes).toBe(Math.min(Math.floor(totalmem() / 4), 4 * 1024 ** 3));
    expect(config.warnings).toEqual([`${join(folder, 'config.yaml')} names no connections yet.`]);
  });

  it('gives ten connections colours in turn and marks of their own', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `shop${index}`);
    const config = await load(`connections:\n${ids.map((id) => `  ${id}: { driver: server, host: a }`).join('\n')}`);
    expect(config.connections.map(({ color }) => color)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1, 2]);
    expect(new Set(config.connections.map(({ mark }) => mark)).size).toBe(10);
  });

  it('takes the policy of a connection, and of secrets keeps only how they were written', async () => {
    const config = await load(
      [
        'connections:',
        '  a: { driver: server, host: db, password: "env:PW", policy: { ai: never, maxFetchRows: 5 } }',
        '  b: { driver: server, host: db, password: canary-literal }',
        '  c: { driver: server, host: db, policy: { ai: sometimes } }',
        '  d: { driver: server, host: db, policy: { rows: 5 } }',
      ].join('\n'),
      { PW: 'canary-by-reference' },
    );
    const [a, b, c, d] = config.connections;
    expect(a).toMatchObject({
      policy: { ai: 'never', allowsProbes: true, maxFetchRows: 5, maxFetchMs: null },
      written: { host: 'db', password: 'env:PW' },
    });
    expect(b?.written).toEqual({ host: 'db', password: { isKept: true } });
    expect(c?.error).toMatchObject({ code: 'config_invalid', position: { line: 4, column: 48 } });
    expect(d?.error?.message).toContain('unknown key "rows"');
  });

  it('takes anchors and merge keys', async () => {
    const config = await load(
      ['connections:', '  a: &base { driver: server, host: db, port: 1 }', '  b:', '    <<: *base', '    port: 2'].join(
        '\n',
      ),
    );
    expect(config.connections[1]).toMatchObject({ id: 'b', driver: 'server', options: { host: 'db', port: 2 } });
  });
});

describe('a mistake outside of the connections refuses the file', () => {
  const cases: readonly [what: string, text: string, line: number, column: number, message: RegExp, hint?: RegExp][] = [
    ['not YAML', 'connections:\n  shop: { driver: server', 2, 25, /not valid YAML/, /Indent/],
    ['a tab', 'connections:\n\tshop: {}', 2, 1, /not valid YAML/],
    ['a key given twice', 'log: {}\nlog: {}', 2, 1, /unique/],
    ['a list', '- shop', 1, 1, /found a list, expected a map/],
    ['an unknown key', 'conections: {}', 1, 1, /unknown key "conections"/, /Did you mean connections\?/],
    ['connections as a list', 'connections:\n  - shop', 2, 3, /connections: found a list/],
    ['an unknown limit', 'limits:\n  runTme: 5m', 2, 3, /unknown key "runTme"/, /runTime/],
    ['a size without a unit', 'limits:\n  runMemory: 4', 2, 14, /found 4, expected a size with its unit/],
    ['a size in words', 'limits: { runMemory: lots }', 1, 22, /found "lots", expected a size/],
    ['a duration with a unit of size', 'limits:\n  runTime: 4GiB', 2, 12, /found "4GiB", expected a duration/],
    ['a limit out of bounds', 'limits:\n  runTime: 1ms', 2, 12, /expected 1s to 1d/],
    ['half a run', 'limits:\n  concurrentRuns: 1.5', 2, 19, /found 1.5, expected a whole number/],
    ['a limit given both ways', 'limits:\n  runTime: 5m\n  runTimeMs: 5000', 3, 3, /given twice/],
    ['an unknown log level', 'log:\n  level: loud', 2, 10, /found "loud", expected one of debug, info, warn, error/],
    ['an unknown key of log', 'log: { file: x }', 1, 8, /unknown key "file"/],
    ['a folder that is none', 'dataDir: [a]', 1, 10, /dataDir: expected the path of a folder/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as config.yaml has it
    ['a folder by a missing variable', 'dataDir: ${HERE}', 1, 10, /the variable HERE is not set/],
  ];
  it.each(cases)('%s', async (_what, text, line, column, message, hint) => {
    const error = await refusal(text);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`config.yaml, line ${line}, column ${column}: `);
    expect(error.position).toMatchObject({ line, column });
    if (hint !== undefined) expect(error.hint).toMatch(hint);
  });

  it('a missing file', async () => {
    const path = join(folder, 'none.yaml');
    await expect(loadConfig(path, {}, drivers)).rejects.toMatchObject({
      code: 'config_invalid',
      message: `${path} does not exist.`,
    });
  });
});

describe('a mistake in one connection leaves the others', () => {
  const cases: readonly [what: string, text: string, column: number, message: RegExp, hint?: RegExp][] = [
    ['no map', 'bad: 5', 8, /found 5, expected a map/],
    ['nothing', 'bad:', 7, /found nothing, expected a map/],
    ['no driver', 'bad: { host: a }', 3, /driver is missing, expected one of server, file/],
    ['an unknown driver', 'bad: { driver: sever, host: a }', 18, /bad.driver: found "sever"/, /Did you mean server\?/],
    ['an unknown option', 'bad: { driver: server, host: a, databse: x }', 35, /unknown key "databse"/, /database/],
    ['an unknown option of a lax schema', 'bad: { driver: file, path: a, pth: b }', 33, /unknown key "pth"/, /path/],
    ['a missing option', 'bad: { driver: server }', 3, /host is missing, expected text/],
    ['text for a number', 'bad: { driver: server, host: a, port: ab }', 41, /port: found "ab", expected a number/],
    ['a number for text', 'bad: { driver: server, host: 7 }', 32, /host: found 7, expected text/, /quotes/],
    ['a port out of bounds', 'bad: { driver: server, host: a, port: 70000 }', 41, /port: found 70000: .*65535/],
    ['a wrong choice', 'bad: { driver: server, host: a, mode: fsat }', 41, /expected one of fast, careful/, /fast/],
    [
      'one of two forms',
      'bad: { driver: server, host: a, ssl: 3 }',
      40,
      /found 3, expected true or false, or no-verify/,
    ],
    ['deep inside', 'bad: { driver: server, host: a, tags: [x, 2] }', 45, /tags.1: found 2, expected text/],
    ['a colour out of bounds', 'bad: { driver: server, host: a, color: 9 }', 42, /color: found 9, expected .* 1 to 8/],
    ['a long mark', 'bad: { driver: server, host: a, mark: ABC }', 41, /mark: found "ABC", expected two letters/],
    ['a mark taken', 'bad: { driver: server, host: a, mark: gd }', 41, /is the mark of good/],
    ['a name with a dash', 'my-shop: { driver: server, host: a }', 3, /cannot name a connection/, /my_shop/],
    ['a name that begins with a digit', '1a: { driver: server, host: a }', 3, /cannot name a connection/, /c_1a/],
    ['a path as a name', '"../x": { driver: server, host: a }', 3, /cannot name a connection/],
    ['a reserved name', 'Results: { driver: server, host: a }', 3, /Joinery uses this name itself/, /Results_db/],
    ['a word of SQL', 'order: { driver: server, host: a }', 3, /it is a word of SQL/, /order_db/],
    ['a name that differs in case', 'GOOD: { driver: server, host: a }', 3, /although there is good/],
    ['a missing variable', "bad: { driver: server, host: 'env:NONE' }", 32, /the variable NONE is not set/, /\.env/],
    [
      'a missing file',
      "bad: { driver: server, host: 'file:none' }",
      32,
      /file:none cannot be read: there is no such file/,
    ],
  ];
  it.each(cases)('%s', async (_what, entry, column, message, hint) => {
    const text = `connections:\n  good: { driver: server, host: a, mark: GD }\n  ${entry}\n  last: { driver: server, host: b }\n`;
    const { connections } = await load(text);
    const [good, bad, last] = connections;
    expect(connections).toHaveLength(3);
    expect(good?.error).toBeUndefined();
    expect(last?.error).toBeUndefined();
    expect(bad?.options).toBeUndefined();
    expect(bad?.error?.message).toMatch(message);
    expect(bad?.error?.message).toContain(`config.yaml, line 3, column ${column}: `);
    expect(bad?.error?.position).toMatchObject({ line: 3, column });
    expect(bad?.error?.connection).toBe(bad?.id);
    expect(bad?.error?.code).toBe(
      /variable|cannot be read/.test(String(message)) ? 'secret_unavailable' : 'config_invalid',
    );
    if (hint !== undefined) expect(bad?.error?.hint).toMatch(hint);
  });

  it('tells all mistakes of a connection, the first with its place', async () => {
    const { connections } = await load('connections:\n  bad:\n    driver: server\n    port: x\n    hots: y\n');
    expect(connections[0]?.error?.message).toMatch(
      /^config.yaml, line 2, column 3: bad: host is missing.*2 more: .*port.*hots/,
    );
  });
});

describe('references', () => {
  it('come from the environment first, then from .env, and leave the process alone', async () => {
    await writeFile(join(folder, '.env'), 'JOINERY_TEST_HOST=from-dotenv\nJOINERY_TEST_DB="from dotenv"\n');
    const { connections } = await load(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: references as config.yaml has them
      "connections:\n  a: { driver: server, host: '${JOINERY_TEST_HOST}', database: 'env:JOINERY_TEST_DB' }",
      { JOINERY_TEST_HOST: 'from-env' },
    );
    expect(connections[0]?.options).toMatchObject({ host: 'from-env', database: 'from dotenv' });
    expect(process.env.JOINERY_TEST_DB).toBeUndefined();
  });

  it('give numbers and true or false where the driver wants them', async () => {
    const { connections } = await load(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: references as config.yaml has them
      'connections:\n  a: { driver: server, host: h, port: "${PORT}", ssl: "env:SSL", password: "env:PIN" }',
      { PORT: '5555', SSL: 'true', PIN: '0123' },
    );
    expect(connections[0]).toMatchObject({ options: { port: 5555, ssl: true, password: '0123' } });
  });

  it('never shows the value that they give', async () => {
    const { connections } = await load('connections:\n  a: { driver: server, host: h, port: "env:PORT" }', {
      PORT: 'canary-7351',
    });
    expect(connections[0]?.error?.message).toMatch(/port: found the value of env:PORT, expected a number/);
    expect(JSON.stringify(connections[0]?.error?.toShape())).not.toContain('canary');
  });

  it('are recommended for a password in the file, which is redacted all the same', async () => {
    const { warnings, connections } = await load('connections:\n  a: { driver: server, host: h, password: canary-11 }');
    expect(connections[0]?.error).toBeUndefined();
    expect(warnings).toEqual([
      'config.yaml, line 2, column 43: the password of a stands in the file itself. Refer to it instead, such as password: env:A_PASSWORD.',
    ]);
    expect(redactKnown('login with canary-11 failed')).toBe('login with [secret] failed');
  });

  it('does not show a secret of the wrong kind', async () => {
    const { connections } = await load('connections:\n  a: { driver: server, host: h, password: 7351 }');
    expect(connections[0]?.error?.message).toMatch(/password: found a value \(not shown\), expected text/);
  });
});
