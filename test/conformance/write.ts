/** Writes docs/conformance.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conformancePage } from './page.ts';

await writeFile(join(import.meta.dirname, '../../docs/conformance.md'), conformancePage());
