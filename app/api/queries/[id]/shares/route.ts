import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';
import type { QueryContext } from '../../schema.ts';

/** Links to a query, newest first, without their tokens. */
export const GET = answer<QueryContext>(async (_request, { params }) =>
  (await workbench()).queries.shares((await params).id),
);
