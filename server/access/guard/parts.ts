/** What the guards of the services share: whose a run is, which connections a document names. */
import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { TableReference } from '../../../lib/contract/suggestion.ts';
import { JoineryError } from '../../errors.ts';
import type { OwnerRecords } from '../../history/access/owners.ts';
import { unknownRun } from '../../unknown.ts';
import type { Workbench } from '../../workbench.ts';
import { type Caller, mayUse } from '../caller.ts';
import { unknownConnection } from '../current-caller.ts';
import type { Note } from '../gate.ts';

export interface GuardParts {
  readonly caller: Caller;
  /** The whole of it: guards call it after their checks. */
  readonly workbench: Workbench;
  readonly owners: OwnerRecords;
  readonly note: Note;
}

/** Throws `not_found` unless the run is the caller's. */
export async function checkOwnRun({ caller, owners }: GuardParts, runId: string): Promise<void> {
  if ((await owners.ofRun(runId)) !== caller.id) throw unknownRun();
}

/** Own runs, and those of a link that the caller has opened, as long as they may use every connection that the run has read. */
export async function mayReadRun(
  caller: Pick<Caller, 'id' | 'connections'>,
  owners: OwnerRecords,
  runId: string,
): Promise<boolean> {
  if ((await owners.ofRun(runId)) === caller.id) return true;
  if (!(await owners.isRunShownTo(runId, caller.id))) return false;
  return mayUseAll(caller, await owners.connectionsOfRun(runId));
}

export const mayUseAll = (caller: Pick<Caller, 'connections'>, connections: readonly string[]): boolean =>
  connections.every((connection) => mayUse(caller, connection));

export async function checkReadRun({ caller, owners }: GuardParts, runId: string): Promise<void> {
  if (!(await mayReadRun(caller, owners, runId))) throw unknownRun();
}

export function checkConnection({ caller }: Pick<GuardParts, 'caller'>, connection: string): void {
  if (!mayUse(caller, connection)) throw unknownConnection(connection);
}

export function checkTables(parts: Pick<GuardParts, 'caller'>, tables: readonly TableReference[]): void {
  for (const { connection } of tables) checkConnection(parts, connection);
}

/** Every input of a join document, those of joins within it too. */
export async function checkJoin(parts: GuardParts, document: JoinDocument): Promise<void> {
  for (const { source } of document.inputs) {
    if (source.kind === 'table' || source.kind === 'native') checkConnection(parts, source.connection);
    else if (source.kind === 'result') await checkReadRun(parts, source.runId);
    else await checkJoin(parts, source.join);
  }
}

export const onlySaved = (): JoineryError =>
  new JoineryError('forbidden', 'Viewers run saved queries as they are.', {
    hint: 'Open a query that is shared with you. An admin can make you an analyst, who writes statements.',
  });
