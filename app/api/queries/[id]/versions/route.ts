import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';
import type { QueryContext } from '../../schema.ts';

/** All versions of a query, newest first. */
export const GET = answer<QueryContext>(async (_request, { params }) =>
  (await workbench()).queries.versions((await params).id),
);
