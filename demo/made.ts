import { readFile, writeFile } from 'node:fs/promises';

/** Grows whenever the generators or the schemas change: older demo data are made anew at the next start. */
export const DEMO_VERSION = 1;

/** Whether the data that the marker file speaks for were made, wholly and by this version. */
export async function isMade(markerPath: string): Promise<boolean> {
  try {
    return (await readFile(markerPath, 'utf8')).trim() === String(DEMO_VERSION);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Written last, when everything is in place. */
export async function markMade(markerPath: string): Promise<void> {
  await writeFile(markerPath, `${DEMO_VERSION}\n`);
}
