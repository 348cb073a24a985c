import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** How long runs and results are kept, and how much there is. */
export const GET = answer(async () => (await workbench()).retention.status());
