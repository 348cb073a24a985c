import type { Run } from '../../lib/contract/run.ts';
import { isOwnTitle } from '../../lib/format/titles.ts';
import type { HistoryService } from '../workbench.ts';

const LONGEST = 80;

/** What people call a stored result: the title of its tab, or the beginning of its statement where the tab has no title of its own. */
export async function resultTitle(run: Run, history: Pick<HistoryService, 'document'>): Promise<string> {
  // A tab that is gone has no title any more.
  const tab = run.documentId === undefined ? undefined : await history.document(run.documentId).catch(() => undefined);
  if (tab !== undefined && isOwnTitle(tab.title)) return tab.title;
  const text = run.text.trim().replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
