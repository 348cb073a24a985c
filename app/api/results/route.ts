import { workbench } from '../../../server/index.ts';
import { answer } from '../answer.ts';

/** What is stored of results, and the room that it takes. */
export const GET = answer(async () => (await workbench()).results.list());
