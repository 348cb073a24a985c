import { historyQuerySchema } from '../../../lib/contract/history.ts';
import { workbench } from '../../../server/index.ts';
import { answer, parseQuery } from '../answer.ts';
import { withLiveState } from './live-state.ts';

/** Runs, newest first; `cursor` is the `nextCursor` of the page before. */
export const GET = answer(async (request) => {
  const { history, runs } = await workbench();
  const page = await history.runs(parseQuery(request, historyQuerySchema));
  return { ...page, runs: await withLiveState(page.runs, runs) };
});
