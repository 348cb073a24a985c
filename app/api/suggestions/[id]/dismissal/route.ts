import { workbench } from '../../../../../server/index.ts';
import { answer } from '../../../answer.ts';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** The suggestion is not shown again. */
export const PUT = answer<Context>(async (_, { params }) => (await workbench()).suggestions.dismiss((await params).id));

/** It is shown again. */
export const DELETE = answer<Context>(async (_, { params }) =>
  (await workbench()).suggestions.restore((await params).id),
);
