import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('hints of drivers are right for connections of the file and of the browser alike', async () => {
  const entries = await readdir(import.meta.dirname, { recursive: true });
  const sources = entries.filter((name) => name.endsWith('.ts') && !/test|conformance/.test(name));
  expect(sources.length).toBeGreaterThan(100);
  for (const name of sources) {
    const text = await readFile(join(import.meta.dirname, name), 'utf8');
    expect(/in config\.yaml['`]|of config\.yaml\.yaml/.exec(text)?.[0], name).toBeUndefined();
    expect(/['`][^'`\n]*\b(?:Check|Set|Give|Write)\b[^'`\n]* in config\.yaml/.exec(text)?.[0], name).toBeUndefined();
  }
});
