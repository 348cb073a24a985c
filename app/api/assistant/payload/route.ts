import { assistantQuestionSchema } from '../../../../lib/contract/assistant.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

/** The exact text that a question would send. Sends nothing. */
export const POST = answer(async (request) => {
  const question = await parseBody(request, assistantQuestionSchema);
  return (await workbench()).assistant.payload(question);
});
