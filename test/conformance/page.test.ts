import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tested } from './definitions.ts';
import { conformancePage } from './page.ts';
import { roundTripPages, withRoundTrips } from './round-trips.ts';

describe('docs/conformance.md', () => {
  it('is what the definitions of the tests say', async () => {
    const page = await readFile(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
    expect(page, 'node test/conformance/write.ts writes it anew').toBe(conformancePage());
  });

  it.each(roundTripPages)('and so are the round trips on the page of %s', async (page) => {
    const text = await readFile(join(import.meta.dirname, `../../docs/connectors/${page}.md`), 'utf8');
    expect(text, 'node test/conformance/write.ts writes them anew').toBe(withRoundTrips(text, page));
  });

  it.each(tested.filter(({ title }) => !/^Files: (?:Parquet|JSON|XLSX)/.test(title)))(
    '$title is attacked in sixty ways and more',
    ({ definition, otherAttacks = 0 }) => {
      const attacks = definition.native?.attacks ?? [];
      expect(new Set(attacks).size).toBe(attacks.length);
      expect(attacks.length + otherAttacks).toBeGreaterThanOrEqual(60);
    },
  );
});
