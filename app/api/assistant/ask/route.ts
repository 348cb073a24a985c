import { assistantQuestionSchema } from '../../../../lib/contract/assistant.ts';
import { JoineryError } from '../../../../server/errors.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';

/** Asks the model. Closing the request ends its work. */
export const POST = answer(async (request) => {
  const question = await parseBody(request, assistantQuestionSchema);
  if (question.purpose === 'chat') throw new JoineryError('bad_request', 'Chat is asked at /api/assistant/chat.');
  return (await workbench()).assistant.ask(question, request.signal);
});
