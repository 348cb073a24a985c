import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** The run's state now and at each change, as newline-delimited JSON, to its end. Closing the stream stops watching, not the run. */
export const GET = answer<Context>(async (request, { params }) => {
  const { runs } = await workbench();
  const { runId } = await params;
  await runs.get(runId);
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const frames = runs.watch(runId, stop.signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await frames.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      stop.abort();
      await frames.return?.();
    },
  });
  return new Response(stream, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
});
