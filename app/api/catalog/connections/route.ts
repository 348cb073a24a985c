import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** All connections with their status. Never waits for a source. */
export const GET = answer(async () => (await workbench()).catalog.connections());
