import { joinStepRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

/** The figures as they come in, as newline-delimited JSON. Closing the stream ends the probes at the sources. */
export const POST = answer(async (request) => {
  const { document, step } = await parseBody(request, joinStepRequestSchema);
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const frames = (await workbench()).joins.xray(document, step, stop.signal)[Symbol.asyncIterator]();
  // The first frame is read here, so that a document that cannot be measured is answered as an error and not as a broken stream.
  let next = await frames.next();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done === true) {
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
      next = await frames.next();
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
