import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ResultColumn, Run } from '../../../lib/contract/run.ts';
import { openHistory } from '../../history/index.ts';
import { sampleRun } from '../../history/testing/sample-run.ts';
import type { HistoryService } from '../../workbench.ts';
import { openResults, type ResultStore, resultPath } from '../index.ts';
import { makeResult } from './make-result.ts';

export interface ResultFixture {
  readonly dataDir: string;
  readonly history: HistoryService;
  readonly results: ResultStore;
  /** Keeps a finished run with the rows of a SELECT. */
  keep(runId: string, select: string, changes?: Partial<Run>): Promise<ResultColumn[]>;
  close(): Promise<void>;
}

/** What the column `described` is. */
const testNotes = [
  { label: 'described', title: 'Described', description: 'What it is.', unit: 'EUR', caveats: ['Beware.'] },
];

/** A data folder with history and stored results. */
export async function resultFixture(resultStoreBytes = 1e12): Promise<ResultFixture> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-results-'));
  const history = await openHistory({ dataDir });
  const results = await openResults({ dataDir, history, limits: { resultStoreBytes }, notesOf: async () => testNotes });
  return {
    dataDir,
    history,
    results,
    async keep(runId, select, changes) {
      const columns = await makeResult(resultPath(dataDir, runId), select);
      await history.insertRun(sampleRun(runId, { status: 'succeeded', hasResult: true, columns, ...changes }));
      return columns;
    },
    async close() {
      await results.close();
      await history.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
