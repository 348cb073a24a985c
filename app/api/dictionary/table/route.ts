import { tableReferenceSchema } from '../../../../lib/contract/suggestion.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';

/** One table with its columns. */
export const GET = answer(async (request) =>
  (await workbench()).dictionary.table(parseQuery(request, tableReferenceSchema)),
);
