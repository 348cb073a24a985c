import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';
import type { QueryContext } from '../schema.ts';

/** A query with its whole text. */
export const GET = answer<QueryContext>(async (_request, { params }) =>
  (await workbench()).queries.get((await params).id),
);
