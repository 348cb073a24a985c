import { conversationSchema } from '../../../../../lib/contract/assistant.ts';
import { workbench } from '../../../../../server/index.ts';
import { answer, parseBody } from '../../../answer.ts';

interface Context {
  readonly params: Promise<{ document: string }>;
}

/** What was said in a tab. */
export const GET = answer<Context>(async (_request, { params }) => {
  const { document } = await params;
  return (await workbench()).assistant.conversation(document);
});

/** Keeps what was said; without messages nothing is kept. */
export const PUT = answer<Context>(async (request, { params }) => {
  const { document } = await params;
  await (await workbench()).assistant.keepConversation(document, await parseBody(request, conversationSchema));
});
