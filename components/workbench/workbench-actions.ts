import type { ActionAnswer } from '../../lib/client/answer.ts';
import type { DocumentActions } from '../../lib/client/document-actions.ts';
import type { Explanation, Run, StartRun } from '../../lib/contract/run.ts';
import type { AssistantActions } from '../assistant/assistant-actions.ts';
import type { QueryActions } from '../queries/query-actions.ts';

/** Server actions that the workbench needs; the route passes them in, so that components do not know the server. */
export interface WorkbenchActions {
  readonly documents: DocumentActions;
  readonly queries: Pick<QueryActions, 'save'>;
  startRun(request: StartRun): Promise<ActionAnswer<Run>>;
  cancelRun(runId: string): Promise<ActionAnswer<Run>>;
  /** Keeps a run and its result beyond retention. */
  pinRun(runId: string, isPinned: boolean): Promise<ActionAnswer<Run>>;
  explain(request: StartRun): Promise<ActionAnswer<Explanation>>;
  readonly assistant: AssistantActions;
}
