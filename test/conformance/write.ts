/** Writes docs/conformance.md, and the round trips on the pages of the drivers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conformancePage } from './page.ts';
import { roundTripPages, withRoundTrips } from './round-trips.ts';

const docs = join(import.meta.dirname, '../../docs');
await writeFile(join(docs, 'conformance.md'), conformancePage());
for (const page of roundTripPages) {
  const path = join(docs, 'connectors', `${page}.md`);
  await writeFile(path, withRoundTrips(await readFile(path, 'utf8'), page));
}
