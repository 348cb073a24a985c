/** What names a connection: asked before it is removed. */
import type { SqlDocument } from '../../lib/contract/document.ts';
import type { HistoryService } from '../workbench.ts';

const CLOSED_LOOKED_AT = 200;

/** Titles of documents, open ones first, that run on the connection or write `connection.` in their text. */
export async function documentsThatName(
  connection: string,
  history: Pick<HistoryService, 'openDocuments' | 'closedDocuments'>,
): Promise<string[]> {
  const [open, closed] = await Promise.all([history.openDocuments(), history.closedDocuments(CLOSED_LOOKED_AT)]);
  return [...open, ...closed].filter((document) => isNamed(connection, document)).map(({ title }) => title);
}

function isNamed(connection: string, { target, text }: SqlDocument): boolean {
  const isTarget = target.toLowerCase() === connection.toLowerCase();
  return isTarget || new RegExp(`(?<![\\w$])"?${connection}"?\\s*\\.|"${connection}"`, 'i').test(text);
}
