import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reservedConnectionIds } from '../../server/config/connection-id.ts';
import { defaultLimits, limitKinds, showAmount } from '../../server/config/limits.ts';
import { loadConfig, logFormats, logLevels, topLevelKeys } from '../../server/config/load-config.ts';
import { connectionKeys } from '../../server/config/read-connection.ts';
import { drivers } from '../../server/connectors/registry.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const page = await readFile(pathOf('docs/configuration.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));
const example = await readFile(pathOf('config.example.yaml'), 'utf8');

describe('docs/configuration.md', () => {
  it.each(Object.entries(limitKinds))('has the limit %s with its default and bounds', (field, kind) => {
    const other = field === kind.key ? '' : `\`${field}\``;
    const row = rows.find((line) => line.startsWith(`| \`${kind.key}\` |${other === '' ? '' : ` ${other}`} |`));
    const [, , , , byDefault, least, most] = (row ?? '').split('|').map((cell) => cell.trim());
    // The default of the memory limit depends on the machine.
    const shown =
      field === 'runMemoryBytes' ? `a quarter of the machine's, at most 4GiB` : showAmount(kind.byDefault, kind.unit);
    expect([byDefault, least, most]).toEqual([
      shown,
      showAmount(kind.least, kind.unit),
      showAmount(kind.most, kind.unit),
    ]);
  });

  it('has every key, driver, log level and reserved name', () => {
    for (const key of topLevelKeys)
      expect(
        rows.some((row) => row.startsWith(`| \`${key}`)),
        key,
      ).toBe(true);
    for (const key of connectionKeys)
      expect(
        rows.some((row) => row.startsWith(`| \`${key}\``)),
        key,
      ).toBe(true);
    for (const word of [...Object.keys(drivers), ...logLevels, ...logFormats, ...reservedConnectionIds])
      expect(page).toContain(`\`${word}\``);
  });

  it('names no limit that the code does not have', () => {
    const section = page.slice(page.indexOf('## Limits'), page.indexOf('## Environment'));
    const named = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key);
    expect(named).toEqual(Object.values(limitKinds).map(({ key }) => key));
  });
});

describe('config.example.yaml', () => {
  it('is right for the drivers that it names, and shows every key', async () => {
    const config = await loadConfig(pathOf('config.example.yaml'), { SHOP_PASSWORD: 'x' });
    const errors = config.connections.map(({ id, error }) => [id, error?.code]);
    // Its password file is not there; everything else is as it should be.
    expect(errors).toEqual([
      ['shop', undefined],
      ['billing', 'secret_unavailable'],
      ['crm', undefined],
      ['web', undefined],
    ]);
    expect(config.warnings).toEqual([]);
    expect({ ...config.limits, runMemoryBytes: 0 }).toEqual({ ...defaultLimits, runMemoryBytes: 0 });
    for (const key of [...topLevelKeys, ...connectionKeys, ...Object.values(limitKinds).map((kind) => kind.key)]) {
      expect(example).toMatch(new RegExp(`^ *${key}:`, 'm'));
    }
  });

  it('refers only to variables that .env.example names', async () => {
    const names = [...example.matchAll(/\$\{(\w+)|: env:(\w+)/g)].map(([, inner, whole]) => inner ?? whole);
    const given = await readFile(pathOf('.env.example'), 'utf8');
    expect(names.filter((name) => name !== 'NAME')).not.toEqual([]);
    for (const name of names) if (name !== 'NAME') expect(given).toMatch(new RegExp(`^${name}=`, 'm'));
  });
});
