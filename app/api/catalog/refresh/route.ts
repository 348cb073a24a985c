import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { refreshBodySchema } from '../schema.ts';

/** Asks one connection or all of them anew and answers how they stand then; a failing one keeps its cache and shows its error. */
export const POST = answer(async (request) => {
  const { connection } = await parseBody(request, refreshBodySchema);
  const { catalog } = await workbench();
  await catalog.refresh(connection);
  return catalog.connections();
});
