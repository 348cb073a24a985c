import { joinXrayRequestSchema } from '../../../../lib/contract/join-routes.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { streamFrames } from '../../stream-frames.ts';

/** The figures as they come in, as newline-delimited JSON. Closing the stream ends the probes at the sources. */
export const POST = answer(async (request) => {
  const { document, step, isExact } = await parseBody(request, joinXrayRequestSchema);
  const { joins } = await workbench();
  return streamFrames(request, (signal) => joins.xray(document, step, signal, { isExact }));
});
