import { workbench } from '../../../../../server/index.ts';
import { answer, parseQuery } from '../../../answer.ts';
import { contentDisposition } from '../../../content-disposition.ts';
import { exportQuerySchema } from '../../schema.ts';

interface Context {
  readonly params: Promise<{ readonly runId: string }>;
}

/** The stored result, whole or as shown, as a download, as fast as the reader takes it. A reader that goes away ends the export. */
export const GET = answer<Context>(async (request, { params }) => {
  const { format, guardFormulas, view, columns } = parseQuery(request, exportQuerySchema);
  const { runId } = await params;
  const { results } = await workbench();
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const options = { guardFormulas: guardFormulas === 'true', view, columns };
  const made = await results.export(runId, format, signal, options);
  const pieces = made.bytes[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        stop.abort();
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, {
    headers: {
      'content-type': made.mediaType,
      'content-disposition': contentDisposition(made.fileName),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
});
