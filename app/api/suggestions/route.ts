import { suggestRequestSchema } from '../../../lib/contract/suggestion.ts';
import { workbench } from '../../../server/index.ts';
import { answer, parseBody } from '../answer.ts';
import { streamFrames } from '../stream-frames.ts';

/** Joins between the tables, as they are found: each line is the whole list, best first. Closing the stream ends the questions at the sources. */
export const POST = answer(async (request) => {
  const asked = await parseBody(request, suggestRequestSchema);
  const { suggestions } = await workbench();
  return streamFrames(request, (signal) => suggestions.suggest(asked, signal));
});
