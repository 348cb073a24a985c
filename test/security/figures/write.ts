/** Writes the counted part of docs/security.md. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFigures } from './figures.ts';

const file = path.join(import.meta.dirname, '../../../docs/security.md');
await writeFile(file, withFigures(await readFile(file, 'utf8')));
