import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly name: string }>;
}

/** A saved query by its id or title. */
export const GET = answer<Context>(async (_request, { params }) =>
  (await workbench()).queries.named((await params).name),
);
