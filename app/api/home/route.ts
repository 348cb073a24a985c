import type { HomeAnswer } from '../../../lib/contract/home.ts';
import { workbench } from '../../../server/index.ts';
import { answer } from '../answer.ts';
import { withLiveState } from '../history/live-state.ts';

const LISTED = 8;

/** A few of everything that a person comes back for, in one answer. */
export const GET = answer(async (): Promise<HomeAnswer> => {
  const { history, queries, runs } = await workbench();
  const [recent, pinned, favourites, changed, shared] = await Promise.all([
    history.runs({ limit: LISTED }),
    history.runs({ pinned: 'true', limit: LISTED }),
    queries.list({ isFavourite: true, isBrief: true, limit: LISTED }),
    queries.list({ isBrief: true, limit: LISTED }),
    queries.list({ isOthers: true, isBrief: true, limit: LISTED }),
  ]);
  return {
    recentRuns: await withLiveState(recent.runs, runs),
    pinnedRuns: pinned.runs,
    favourites: favourites.queries,
    recentQueries: changed.queries,
    sharedWithMe: shared.queries,
  };
});
