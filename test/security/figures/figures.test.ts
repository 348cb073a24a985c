import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withFigures } from './figures.ts';

it('docs/security.md counts what the tests run', async () => {
  const page = await readFile(path.join(import.meta.dirname, '../../../docs/security.md'), 'utf8');
  expect(page, '`npm run docs:security` writes it anew').toBe(withFigures(page));
});
