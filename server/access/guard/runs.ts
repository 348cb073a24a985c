import { joinDocumentSchema } from '../../../lib/contract/join.ts';
import { FEDERATED, type StartRun } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../errors.ts';
import type { RunService } from '../../workbench.ts';
import { checkConnection, checkOwnRun, checkReadRun, type GuardParts, onlySaved } from './parts.ts';
import { checkQuery } from './queries.ts';

export function guardRuns(parts: GuardParts): RunService {
  const { runs } = parts.workbench;
  return {
    async start(request) {
      await checkStatement(parts, request);
      return runs.start(request);
    },
    async cancel(runId) {
      await checkOwnRun(parts, runId);
      return runs.cancel(runId);
    },
    async get(runId) {
      await checkReadRun(parts, runId);
      return runs.get(runId);
    },
    async *watch(runId, signal) {
      await checkReadRun(parts, runId);
      yield* runs.watch(runId, signal);
    },
    async explain(request, signal) {
      await checkStatement(parts, request);
      return runs.explain(request, signal);
    },
    close: () => runs.close(),
  };
}

/** What the text names is checked where it is bound, by the engine. */
async function checkStatement(parts: GuardParts, request: StartRun): Promise<void> {
  const { caller, owners, workbench } = parts;
  if (request.target !== FEDERATED) checkConnection(parts, request.target);
  const { documentId } = request;
  if (documentId !== undefined && (await owners.ofDocument(documentId)) !== caller.id)
    throw new JoineryError('not_found', 'There is no such document.');
  if (caller.role !== 'viewer') return;
  const queryId =
    request.queryId ?? (documentId === undefined ? undefined : (await workbench.history.document(documentId)).queryId);
  if (queryId === undefined) throw onlySaved();
  await checkQuery(parts, queryId, 'view');
  const { kind, text, target } = await workbench.queries.get(queryId);
  const sql = kind === 'join' ? (await workbench.joins.toSql(joinDocumentSchema.parse(JSON.parse(text)))).sql : text;
  if (request.text.trim() !== sql.trim() || request.target !== target) throw onlySaved();
}
