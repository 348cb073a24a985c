import type { TabState } from '../../lib/client/document-store.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { Query, QueryVersion, SaveQuery } from '../../lib/contract/query.ts';
import { parameterNames } from '../../lib/sql/statement-parameters.ts';

/** What a tab gives to a query: its text and how it runs. */
export type TabContent = Pick<SaveQuery, 'kind' | 'text' | 'target' | 'rowLimit' | 'parameters'>;

/** Values of placeholders that the text no longer has stay behind. */
export function contentOf({ id, kind, target, rowLimit }: TabState, text: string): TabContent {
  const names = new Set(parameterNames(text));
  const parameters = parameterStore.get(id).filter(({ name }) => kind === 'join' || names.has(name));
  return { kind, text, target, rowLimit, parameters };
}

/** Whether two versions hold the same statement; titles may differ. */
export const isSameContent = (a: TabContent | QueryVersion | Query, b: TabContent | QueryVersion | Query): boolean =>
  keyOf(a) === keyOf(b);

const keyOf = ({ kind, text, target, rowLimit, parameters }: TabContent): string =>
  JSON.stringify([kind, text, target, rowLimit, parameters]);
