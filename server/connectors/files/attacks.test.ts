/** Whatever options, names, links and contents say: nothing outside of the folder is read, and nothing is written anywhere. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JoineryError } from '../../errors.ts';
import { never, wholeTable } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import { type FilesAttack, pathAttacks } from './test-attacks.ts';
import { type FilesSource, startFilesSource } from './testing/files-source.ts';

const secret = 'NEVER-SEEN-7f3a';
let source: FilesSource;
beforeEach(async () => {
  source = await startFilesSource('csv');
  await writeFile(join(source.folder, '..', 'secret.csv'), `word\n${secret}\n`);
  await writeFile(join(source.folder, 'good.csv'), 'word\nfine\n');
});
afterEach(async () => {
  await source.close();
});

const put = async (name: string, text: string) => {
  const path = join(source.folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

/** Sets the trap; answers the options of the connection that falls into it. */
async function prepare({ kind, text }: FilesAttack): Promise<Record<string, unknown>> {
  switch (kind) {
    case 'declared path':
      return { tables: { trap: { path: text } } };
    case 'declared type':
      return { tables: { trap: { path: 'good.csv', columns: { word: text } } } };
    case 'delimiter':
      return { tables: { trap: { path: 'good.csv', delimiter: text } } };
    case 'connection path':
      return { path: text };
    case 'file name':
      await put(`${text}.csv`, 'word\nfine\n');
      return {};
    case 'header':
      await put('trap.csv', `"${text.replaceAll('"', '""')}",b\nfine,1\nmore,2\n`);
      return {};
    case 'folder name':
      await put(`trap/${text}/part.csv`, 'word\nfine\n');
      return {};
    case 'link':
      await symlink(text, join(source.folder, 'link.csv'));
      return {};
    case 'cell':
      await put('trap.csv', `word\n"${text.replaceAll('"', '""')}"\n`);
      return {};
  }
}

/** Everything that can be seen of the connection, as text. */
async function everything(options: Record<string, unknown>): Promise<string> {
  const connector = source.connect(options);
  const { tables } = await connector.introspect(never());
  const session = await connector.openSession({ runId: 'attack', signal: never() });
  const seen: unknown[] = [];
  try {
    for (const table of tables) seen.push(table.name, await load(await session.fetch(wholeTable(table), never())));
  } finally {
    await session.close();
    await connector.close();
  }
  return JSON.stringify(seen);
}

/** Names of all that is in the folder and beside it; links are not followed. */
const state = async () =>
  (await readdir(join(source.folder, '..'), { recursive: true, withFileTypes: true }))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

describe('an attack by', () => {
  it.each(pathAttacks)('$kind: $text', async (attack) => {
    const options = await prepare(attack);
    const before = await state();
    const seen = await everything(options).catch((thrown: unknown) => thrown);
    if (typeof seen === 'string') {
      expect(seen).not.toContain(secret);
      expect(seen).not.toContain('root:');
      if (['file name', 'header'].includes(attack.kind)) expect(seen).toContain('fine');
      // What a file says is shown as it stands.
      if (attack.kind === 'header') expect(seen).toContain(JSON.stringify(attack.text).slice(1, -1));
    } else {
      expect(seen).toBeInstanceOf(JoineryError);
      expect(JSON.stringify(seen)).not.toContain(secret);
    }
    const after = await state();
    expect(after).toEqual(before);
    expect(await readFile(join(source.folder, '..', 'secret.csv'), 'utf8')).toBe(`word\n${secret}\n`);
  });
});
