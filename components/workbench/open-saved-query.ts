import { toErrorShape } from '../../lib/client/answer.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import { fetchQuery } from '../../lib/client/queries.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** Goes to the tab of a saved query, or makes one. */
export async function openSavedQuery(
  { documents, tabs, select }: WorkbenchState,
  queryId: string,
  say: (message: string) => void,
): Promise<void> {
  const open = tabs.find((tab) => tab.queryId === queryId);
  if (open !== undefined) {
    select(open.id);
    return;
  }
  try {
    const { kind, title, text, target, rowLimit, parameters, version } = await fetchQuery(queryId);
    const id = await documents.create({ kind, title, text, target, rowLimit });
    for (const parameter of parameters) parameterStore.set(id, parameter);
    documents.edit(id, { queryId, queryVersion: version });
    select(id);
  } catch (thrown) {
    say(toErrorShape(thrown).message);
  }
}
