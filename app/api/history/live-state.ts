import { isEnded, type Run } from '../../../lib/contract/run.ts';
import type { RunService } from '../../../server/workbench.ts';

/** History keeps a run as it began until it has ended; those that go are told as they are now, but for other people's. */
export function withLiveState(listed: readonly Run[], runs: Pick<RunService, 'get'>): Promise<Run[]> {
  return Promise.all(
    listed.map(async (run) =>
      isEnded(run.status) || run.owner !== undefined ? run : { ...(await runs.get(run.id)), columns: run.columns },
    ),
  );
}
