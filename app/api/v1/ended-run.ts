import { isEnded, type Run } from '../../../lib/contract/run.ts';
import { workbench } from '../../../server/index.ts';

/** The run when it has ended, or as it is after `waitSeconds`. A reader that goes away ends the waiting, not the run. */
export async function endedRun(runId: string, waitSeconds: number, reader: AbortSignal): Promise<Run> {
  const { runs } = await workbench();
  let run = await runs.get(runId);
  if (waitSeconds === 0 || isEnded(run.status)) return run;
  const signal = AbortSignal.any([reader, AbortSignal.timeout(waitSeconds * 1000)]);
  try {
    for await (const frame of runs.watch(runId, signal)) run = frame.run;
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
  return run;
}
