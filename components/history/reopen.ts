import { type ActionAnswer, unwrap } from '../../lib/client/answer.ts';
import type { DocumentActions } from '../../lib/client/document-actions.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { Run, StartRun } from '../../lib/contract/run.ts';
import { titleOf } from './history-list.ts';

/** What history may ask of the server; the page's route fills it with server actions. */
export interface HistoryActions extends Pick<DocumentActions, 'create' | 'save'> {
  start(request: StartRun): Promise<ActionAnswer<Run>>;
}

/**
 * Makes a tab that holds the text of a run with the values of its parameters, its target and its row limit, and shows its stored result if it is one's own; with
 * `isRerun` it shows a new run of the same. Answers the tab's address.
 */
export async function reopen(run: Run, isRerun: boolean, actions: HistoryActions): Promise<string> {
  const { text, target, rowLimit, pushdown, parameters } = run;
  const document = unwrap(await actions.create({ title: titleOf(text), text, target, rowLimit }));
  for (const parameter of parameters ?? []) parameterStore.set(document.id, parameter);
  const given = parameters === undefined ? {} : { parameters };
  const shown = isRerun
    ? unwrap(await actions.start({ text, target, rowLimit, pushdown, documentId: document.id, ...given }))
    : run;
  const { updatedAt: _updatedAt, ...kept } = document;
  if (shown.owner === undefined) unwrap(await actions.save({ ...kept, isOpen: true, lastRunId: shown.id }));
  return `/?doc=${encodeURIComponent(document.id)}`;
}
