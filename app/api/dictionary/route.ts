import { dictionaryQuerySchema } from '../../../lib/contract/dictionary.ts';
import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';

/** Tables with how much of them is described. Asks no source. */
export const GET = answer(async (request) =>
  (await workbench()).dictionary.list(parseQuery(request, dictionaryQuerySchema)),
);
