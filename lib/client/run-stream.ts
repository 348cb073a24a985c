import { isEnded, type Run, runFrameSchema } from '../contract/run.ts';
import { failureOf } from './fetch-json.ts';
import { readNdjson } from './ndjson.ts';

/**
 * States of a run as the server streams them: now, each change, and last the ended state.
 * Throws ClientError if the server refuses; ends early without an ended state if the connection breaks (call again).
 */
export async function* streamRun(runId: string, signal: AbortSignal): AsyncGenerator<Run> {
  const response = await fetch(`/api/runs/${encodeURIComponent(runId)}/events`, { signal, cache: 'no-store' });
  if (!response.ok || response.body === null) throw await failureOf(response);
  for await (const line of readNdjson(response.body)) {
    const frame = runFrameSchema.parse(line);
    yield frame.run;
    if (isEnded(frame.run.status)) return;
  }
}
