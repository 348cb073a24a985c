import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHistory } from './index.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-crash-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

interface Acknowledged {
  id: string;
  rows: number;
  documentId: string;
}

/** Starts a writer, kills it with SIGKILL while it writes, after `count` acknowledgements; answers every acknowledgement it sent. */
async function writeAndKill(prefix: string, count: number): Promise<Acknowledged[]> {
  const script = path.join(import.meta.dirname, 'testing/acknowledging-writer.ts');
  const child = spawn(process.execPath, [script, dataDir, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(JSON.parse(line) as Acknowledged);
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  const [, signal] = await closed;
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

test('every acknowledged run and document is there after kill -9, several times over', async () => {
  const acknowledged: Acknowledged[] = [];
  for (const [round, count] of [5, 40, 1, 90].entries()) {
    acknowledged.push(...(await writeAndKill(`round${round}`, count)));
    const history = await openHistory({ dataDir });
    for (const each of acknowledged) {
      expect(await history.run(each.id)).toMatchObject({ rows: each.rows, status: 'succeeded' });
      expect(await history.document(each.documentId)).toMatchObject({ text: each.id, version: 2 });
    }
    await history.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(136);
});
