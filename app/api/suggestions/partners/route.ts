import { tableReferenceSchema } from '../../../../lib/contract/suggestion.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { streamFrames } from '../../stream-frames.ts';

/** Tables of all connections that join to this one; frames as of `POST /api/suggestions`. */
export const POST = answer(async (request) => {
  const table = await parseBody(request, tableReferenceSchema);
  const { suggestions } = await workbench();
  return streamFrames(request, (signal) => suggestions.partnersOf(table, signal));
});
