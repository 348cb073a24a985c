import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { errorCatalogue } from '../../lib/contract/errors.ts';

const page = new URL('../../docs/errors.md', import.meta.url);

it('docs/errors.md lists every code with its class, status and meaning, and no other', async () => {
  const rows = (await readFile(page, 'utf8')).split('\n').filter((line) => line.startsWith('| `'));
  const expected = Object.entries(errorCatalogue).map(
    ([code, kind]) => `| \`${code}\` | ${kind.class} | ${kind.httpStatus} | ${kind.meaning} |`,
  );
  expect(rows).toEqual(expected);
});
