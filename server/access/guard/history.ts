import type { Run } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../errors.ts';
import type { HistoryService } from '../../workbench.ts';
import { checkOwnRun, checkReadRun, type GuardParts } from './parts.ts';
import { type NamesOf, named } from './queries.ts';

/**
 * Lists are kept to the caller's rows by the history itself: see server/history/owner.ts. Admins may list the runs of others, which are behind the figures
 * that they see; a run by its id, and its result, stay its owner's.
 */
export function guardHistory(parts: GuardParts, namesOf: NamesOf): HistoryService {
  const { caller, owners, workbench } = parts;
  const { history } = workbench;
  const checkDocument = async (id: string): Promise<void> => {
    if ((await owners.ofDocument(id)) !== caller.id) throw new JoineryError('not_found', 'There is no such document.');
  };
  return {
    insertRun: (run) => history.insertRun(run),
    updateRun: (run) => history.updateRun(run),
    async run(runId) {
      await checkReadRun(parts, runId);
      return history.run(runId);
    },
    async runs(query) {
      const { person = caller.id } = query;
      if (person !== caller.id && caller.role !== 'admin')
        throw new JoineryError('forbidden', 'Only admins see the runs of other people.', {
          hint: 'Clear the filters to see your own.',
        });
      const answer = await history.runs(query);
      const names = await namesOf([...new Set(answer.runs.flatMap(({ owner }) => owner?.id ?? []))]);
      const told = ({ owner, ...run }: Run): Run =>
        owner === undefined || owner.id === caller.id ? run : { ...run, owner: named(owner, names) };
      return { ...answer, runs: answer.runs.map(told) };
    },
    async pinRun(runId, isPinned) {
      await checkOwnRun(parts, runId);
      return history.pinRun(runId, isPinned);
    },
    markInterrupted: () => history.markInterrupted(),
    // Admins see everybody's figures, or one person's; others their own.
    async performance(query) {
      const answer = await history.performance(caller.role === 'admin' ? query : { ...query, person: caller.id });
      const names = await namesOf(answer.people.map(({ personId }) => personId));
      return { ...answer, people: answer.people.map((one) => ({ ...one, name: names.get(one.personId) ?? '' })) };
    },
    performanceProgress: () => history.performanceProgress(),
    openDocuments: () => history.openDocuments(),
    async document(id) {
      await checkDocument(id);
      return history.document(id);
    },
    createDocument: (document) => history.createDocument(document),
    async saveDocument(document) {
      await checkDocument(document.id);
      return history.saveDocument(document);
    },
    closedDocuments: (limit) => history.closedDocuments(limit),
    close: () => history.close(),
  };
}
