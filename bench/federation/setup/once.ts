import { access, rm, writeFile } from 'node:fs/promises';

/** Makes a folder or file once: what an ended run left half made is made anew. */
export async function makeOnce(target: string, make: () => Promise<void>): Promise<void> {
  const mark = `${target}.ready`;
  if (await exists(mark)) return;
  await rm(target, { recursive: true, force: true });
  await make();
  await writeFile(mark, '');
}

export const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
