/** docs/adding-a-connector.md walks through what a connector is; each driver in the registry is held against its steps. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatterDialect } from '../../components/editor/dialect-words.ts';
import { rulesOfDriver } from '../../lib/sql/dialect.ts';
import { drivers } from '../../server/connectors/registry.ts';
import { tested } from '../conformance/definitions.ts';

const root = join(import.meta.dirname, '../..');
const connectors = join(root, 'server/connectors');
const names = Object.keys(drivers);
/** Pages call them by other names than their folders. */
const titles: Readonly<Record<string, RegExp>> = {
  postgres: /^PostgreSQL/,
  mysql: /^MySQL/,
  files: /^Files/,
  duckdb: /^DuckDB/,
  sqlite: /^SQLite/,
};

const describedOptions = (name: string): readonly (readonly [string, z.ZodType])[] => {
  const schema = drivers[name]?.optionsSchema;
  if (!(schema instanceof z.ZodObject)) throw new Error(`The options of ${name} are no object of zod.`);
  return Object.entries(schema.shape as Record<string, z.ZodType>);
};

it('has every folder of a driver in the registry, and nothing else there', async () => {
  const shared = new Set(['conformance']);
  const folders = (await readdir(connectors, { withFileTypes: true })).filter((one) => one.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !shared.has(name))).toEqual(names);
});

describe.each(names)('%s', (name) => {
  const has = (file: string) => existsSync(join(connectors, name, file));

  it('is a folder with its parts, its README, its suite and its walls', () => {
    for (const file of ['index.ts', 'config.ts', 'driver.ts', 'README.md', 'test-source.ts', 'conformance.test.ts'])
      expect(has(file), file).toBe(true);
    // Files are their own catalog, have no dialect, and take no statement that a wall would stop.
    for (const file of name === 'files' ? ['attacks.test.ts'] : ['introspect.ts', 'dialect.ts', 'walls.test.ts'])
      expect(has(file), file).toBe(true);
  });

  it('describes each option, and names those that are secret', () => {
    const options = describedOptions(name);
    for (const [option, schema] of options) expect(schema.description, option).toMatch(/\.$/);
    const known = options.map(([option]) => option);
    for (const secret of drivers[name]?.secretOptions ?? []) expect(known).toContain(secret);
  });

  it('has a page that names each option and the account that can only read', async () => {
    const page = await readFile(join(root, `docs/connectors/${name}.md`), 'utf8');
    const unnamed = describedOptions(name).filter(([option]) => !new RegExp(`\`${option}\`|\\b${option}:`).test(page));
    expect(unnamed.map(([option]) => option)).toEqual([]);
    expect(page).toMatch(/^## Types$/m);
    // A folder has no account.
    if (name !== 'files') expect(/only read|reading only/i.test(page)).toBe(true);
  });

  it('stands among the definitions, with sixty attacks at least', () => {
    const title = titles[name] ?? new RegExp(`^${drivers[name]?.displayName}$`);
    const definitions = tested.filter((one) => title.test(one.title));
    expect(definitions.length).toBeGreaterThan(0);
    const attacks = definitions.reduce(
      (sum, { definition, otherAttacks = 0 }) => sum + (definition.native?.attacks.length ?? 0) + otherAttacks,
      0,
    );
    expect(attacks).toBeGreaterThanOrEqual(60);
  });

  it('has its dialect in the editor', () => {
    const isReadByDuckdb = name === 'duckdb' || name === 'files';
    expect(formatterDialect(name) === undefined).toBe(isReadByDuckdb);
    expect(rulesOfDriver(name) === rulesOfDriver('duckdb')).toBe(isReadByDuckdb || name === 'postgres');
  });
});
