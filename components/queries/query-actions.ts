import type { ActionAnswer } from '../../lib/client/answer.ts';
import type { DocumentActions } from '../../lib/client/document-actions.ts';
import type { NewShare, Query, SaveQuery, Share, ShareRequest } from '../../lib/contract/query.ts';
import type { Run, StartRun } from '../../lib/contract/run.ts';
import type { CommentActions } from './comment-list.tsx';
import type { SharingActions } from './people-sharing.tsx';

/** What the page can do to saved queries; the page's route fills it with server actions. */
export interface QueryActions {
  /** Answers `conflict` if the version named is not the one kept. */
  save(request: SaveQuery): Promise<ActionAnswer<Query>>;
  setFavourite(id: string, isFavourite: boolean): Promise<ActionAnswer<Query>>;
  remove(id: string): Promise<ActionAnswer<null>>;
  restore(id: string, version: number): Promise<ActionAnswer<Query>>;
  share(request: ShareRequest): Promise<ActionAnswer<NewShare>>;
  revoke(shareId: string): Promise<ActionAnswer<Share>>;
  readonly comments: CommentActions;
  readonly sharing: SharingActions;
}

/** What brings a query into a tab of the workbench. */
export interface OpenActions extends Pick<DocumentActions, 'create' | 'save'> {
  start(request: StartRun): Promise<ActionAnswer<Run>>;
}
