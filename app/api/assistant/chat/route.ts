import { assistantQuestionSchema } from '../../../../lib/contract/assistant.ts';
import { JoineryError } from '../../../../server/errors.ts';
import { workbench } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { streamFrames } from '../../stream-frames.ts';

/** The model's answer as it comes, a frame a line. Closing the stream ends its work. */
export const POST = answer(async (request) => {
  const question = await parseBody(request, assistantQuestionSchema);
  if (question.purpose !== 'chat')
    throw new JoineryError('bad_request', 'Only chat is streamed; ask /api/assistant/ask.');
  const { assistant } = await workbench();
  return streamFrames(request, (signal) => assistant.chat(question, signal));
});
