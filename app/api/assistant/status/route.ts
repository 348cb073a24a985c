import { workbench } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** Whether a model can be asked, and if not why. */
export const GET = answer(async () => (await workbench()).assistant.status());
