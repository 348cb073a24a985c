import { saveConnectionSchema } from '../../../../lib/contract/connection.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

/** Tries options without keeping them. A failed try is an answer with its cause; giving up the request ends the try at the source. */
export const POST = answer(async (request) => {
  const options = await parseBody(request, saveConnectionSchema);
  return (await workbench()).connections.test(options, request.signal);
});
