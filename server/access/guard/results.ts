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
    async list() {
      const all = await results.list();
      const isOwn = await Promise.all(
        all.results.map(async ({ runId }) => (await parts.owners.ofRun(runId)) === parts.caller.id),
      );
      return { ...all, results: all.results.filter((_, index) => isOwn[index]) };
    },
    close: () => results.close(),
  };
}

export function guardRetention(parts: GuardParts): RetentionService {
  const { retention } = parts.workbench;
  return {
    status: () => retention.status(),
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
