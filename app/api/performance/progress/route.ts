import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** How far the figures of past runs are made ready: the first question after a long time waits for it. */
export const GET = answer(async () => (await workbench()).history.performanceProgress());
