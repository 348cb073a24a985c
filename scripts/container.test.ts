/** What can be said of Dockerfile and compose.yaml without Docker: that they name what is there, and run nothing as root. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../server/config/load-config.ts';
import { drivers } from '../server/connectors/registry.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const instructions = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));
const all = (name: string): string[] =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

it('the image is built in stages of one pinned base, and copies what is there', () => {
  expect(all('FROM')).toEqual(['node:24-bookworm-slim AS build', 'node:24-bookworm-slim']);
  const sources = all('COPY')
    .filter((copy) => !copy.startsWith('--from'))
    .flatMap((copy) => copy.split(' ').slice(0, -1));
  expect(sources.filter((source) => !existsSync(path.join(root, source)))).toEqual([]);
  const ignored = read('.dockerignore').split('\n');
  for (const secret of ['.env', '.env.*', 'data', '.git', 'node_modules']) expect(ignored).toContain(secret);
  expect(sources.filter((source) => ignored.includes(source.replace('./', '')))).toEqual([]);
});

it('the image leaves out packages that only a build reads, and none that the server loads', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const left = (/npm pkg delete (.*) && npm prune/.exec(all('RUN').join('\n'))?.[1] ?? '')
    .split(/\s+/)
    .filter((word) => word.startsWith('dependencies.'))
    .map((word) => word.replace('dependencies.', ''));
  expect(left).not.toEqual([]);
  expect(left.filter((name) => dependencies[name] === undefined)).toEqual([]);
  // What Node runs as it is; pages are bundled.
  const loaded = ['cli', 'demo', 'lib', 'server'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs)$/.test(file) && !/\.test\.ts$|\/testing\/|generated\//.test(file))
      .map((file) => path.join(folder, file)),
  );
  const imported = (file: string): string[] =>
    [...read(file).matchAll(/(?:from|import) ?\(?'([^'.][^']*)'/g)].map(([, name = '']) => name);
  const isOf = (name: string): boolean => left.some((one) => name === one || name.startsWith(`${one}/`));
  expect(loaded.filter((file) => imported(file).some(isOf))).toEqual([]);
});

it('it does not run as root, says how it feels, and takes signals itself', () => {
  const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
  expect(last).toContain('USER 1000:1000');
  expect(last.findIndex((line) => line.startsWith('USER'))).toBeLessThan(
    last.findIndex((line) => line.startsWith('CMD')),
  );
  const command = JSON.parse(all('CMD')[0] ?? '') as string[];
  expect(existsSync(path.join(root, command[1] ?? ''))).toBe(true);
  expect(command).toEqual(expect.arrayContaining(['start', '--grace', '--host', '0.0.0.0']));
  const check = JSON.parse(/CMD (\[.*\])/.exec(all('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]') as string[];
  expect(existsSync(path.join(root, check[1] ?? ''))).toBe(true);
  expect(existsSync(path.join(root, 'app', new URL(check[2] ?? '').pathname, 'route.ts'))).toBe(true);
});

it('compose.yaml names files that are there, and its configuration is one', async () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { volumes: string[]; read_only?: boolean; depends_on?: Record<string, unknown> }>;
    volumes: Record<string, unknown>;
  };
  const mounts = Object.values(services).flatMap((service) =>
    service.volumes.map((mount) => mount.split(':')[0] ?? ''),
  );
  const files = mounts.filter((mount) => mount.startsWith('.'));
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  expect([...new Set(mounts.filter((mount) => !mount.startsWith('.')))].sort()).toEqual(Object.keys(volumes).sort());
  expect(Object.keys(services.joinery?.depends_on ?? {})).toEqual(['shop']);
  const config = await loadConfig(path.join(root, 'demo/compose/config.yaml'), { SHOP_PASSWORD: 'x' }, drivers);
  expect(config.connections.map(({ id, error }) => [id, error?.message])).toEqual([['shop', undefined]]);
  expect(config).toMatchObject({ dataDir: '/var/lib/joinery', auth: { mode: 'team' } });
  const environment = { SHOP_PASSWORD: 'x', JOINERY_DATABASE_URL: 'postgres://joinery:example@own:5432/joinery' };
  const shared = await loadConfig(path.join(root, 'demo/compose/servers.yaml'), environment, drivers);
  expect(shared).toMatchObject({ dataDir: '/var/lib/joinery', database: { connections: 10 } });
});
