/**
 * Frames as newline-delimited JSON, each sent when the reader has taken the one before. The first is waited for, so that what fails at once is
 * answered as an error; closing the stream aborts the work.
 */
export async function streamFrames(
  request: Request,
  start: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<Response> {
  const stop = new AbortController();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  const frames = start(stop.signal)[Symbol.asyncIterator]();
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
}
