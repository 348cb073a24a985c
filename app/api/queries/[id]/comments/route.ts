import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';
import type { QueryContext } from '../../schema.ts';

/** What people say about a query, oldest first. */
export const GET = answer<QueryContext>(async (_request, { params }) =>
  (await workbench()).comments.list((await params).id),
);
