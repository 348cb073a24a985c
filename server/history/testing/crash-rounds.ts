/** Rounds of: a writer is killed with SIGKILL at some moment, then everything that it acknowledged is looked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openHistory } from '../index.ts';

interface Acknowledged {
  readonly id: string;
  readonly rows: number;
  /** False: the run was still going when it was acknowledged. */
  readonly hasEnded: boolean;
  readonly documentId: string;
  readonly queryId: string;
  readonly version: number;
}

export interface RoundOutcome {
  readonly acknowledged: number;
  /** What is not there, or not as it was acknowledged. */
  readonly lost: readonly string[];
  readonly interrupted: number;
  /** Runs that neither ended nor were marked. */
  readonly stillGoing: number;
}

/** Kills `afterMs` after the first acknowledgement, whatever is being written then. */
export async function crashRound(dataDir: string, prefix: string, afterMs: number): Promise<RoundOutcome> {
  const acknowledged = await writeAndKill(dataDir, prefix, afterMs);
  const history = await openHistory({ dataDir });
  try {
    const interrupted = await history.markInterrupted();
    const lost: string[] = [];
    const expect = async (what: string, check: () => Promise<boolean>): Promise<void> => {
      if (!(await check().catch(() => false))) lost.push(what);
    };
    for (const { id, rows, hasEnded, documentId } of acknowledged) {
      await expect(`run ${id}`, async () => {
        const run = await history.run(id);
        return hasEnded ? run.status === 'succeeded' && run.rows === rows : run.status === 'interrupted';
      });
      await expect(`search of run ${id}`, async () => {
        const { runs } = await history.runs({ q: `"'${id}'"`, limit: 5 });
        return runs.some((run) => run.id === id);
      });
      await expect(`draft ${documentId}`, async () => (await history.document(documentId)).text === id);
    }
    const last = acknowledged.at(-1);
    if (last !== undefined)
      await expect(`query ${last.queryId}`, async () => {
        const versions = await history.queries.versions(last.queryId);
        return versions.length >= last.version && versions.some(({ version }) => version === last.version);
      });
    const going = await history.runs({ status: 'running', limit: 5 });
    return { acknowledged: acknowledged.length, lost, interrupted, stillGoing: going.runs.length };
  } finally {
    await history.close();
  }
}

async function writeAndKill(dataDir: string, prefix: string, afterMs: number): Promise<Acknowledged[]> {
  const script = path.join(import.meta.dirname, 'acknowledging-writer.ts');
  const child = spawn(process.execPath, [script, dataDir, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface(child.stdout)) {
    // The last line may have been cut by the kill: then it was not acknowledged.
    if (!line.endsWith('}')) continue;
    acknowledged.push(JSON.parse(line) as Acknowledged);
    if (acknowledged.length === 1) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  const [, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`The writer ended by itself (${signal ?? 'no signal'})`);
  return acknowledged;
}
