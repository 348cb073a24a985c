import type { StoredResults } from '../../../lib/contract/result.ts';
import type { ResultService, RetentionService } from '../../workbench.ts';
import { checkOwnRun, checkReadRun, type GuardParts } from './parts.ts';

export function guardResults(parts: GuardParts): ResultService {
  const { results } = parts.workbench;
  const readable = async (runId: string): Promise<ResultService> => {
    await checkReadRun(parts, runId);
    return results;
  };
  return {
    window: async (runId, window, signal) => (await readable(runId)).window(runId, window, signal),
    prepare: async (runId, view, signal) => (await readable(runId)).prepare(runId, view, signal),
    summary: async (runId, column, view, signal) => (await readable(runId)).summary(runId, column, view, signal),
    chart: async (runId, spec, signal) => (await readable(runId)).chart(runId, spec, signal),
    async export(runId, format, signal, options) {
      const made = await (await readable(runId)).export(runId, format, signal, options);
      await parts.note({ action: 'result_exported', objectKind: 'run', objectId: runId, detail: format });
      return made;
    },
    list: () => ownResults(parts),
    close: () => results.close(),
  };
}

async function ownResults({ caller, owners, workbench }: GuardParts): Promise<StoredResults> {
  const all = await workbench.results.list();
  const isOwn = await Promise.all(all.results.map(async ({ runId }) => (await owners.ofRun(runId)) === caller.id));
  const results = all.results.filter((_, index) => isOwn[index]);
  if (caller.role === 'admin') return { ...all, results };
  return { ...all, results, totalBytes: results.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

export function guardRetention(parts: GuardParts): RetentionService {
  const { retention } = parts.workbench;
  return {
    /** How much the others keep is for admins. */
    async status() {
      const status = await retention.status();
      if (parts.caller.role === 'admin') return status;
      const { results, totalBytes } = await ownResults(parts);
      return { ...status, results: results.length, resultBytes: totalBytes };
    },
    async removeRuns(runIds) {
      for (const runId of runIds) await checkOwnRun(parts, runId);
      return retention.removeRuns(runIds);
    },
    async dropResults(runIds) {
      for (const runId of runIds) await checkOwnRun(parts, runId);
      return retention.dropResults(runIds);
    },
  };
}
