/** The workbench for one person: the only form in which pages, routes and actions get it. */

import { JoineryError } from '../errors.ts';
import type { AccessRecords } from '../history/access/index.ts';
import type { Workbench } from '../workbench.ts';
import type { Caller } from './caller.ts';
import { gated, type Note } from './gate.ts';
import { guardAssistant, guardDescriptions } from './guard/assistant.ts';
import { guardComments } from './guard/comments.ts';
import { guardConnections } from './guard/connections.ts';
import { guardDictionary } from './guard/dictionary.ts';
import { guardHistory } from './guard/history.ts';
import { guardJoins, guardSuggestions } from './guard/joins.ts';
import type { GuardParts } from './guard/parts.ts';
import { guardPeople } from './guard/people.ts';
import { guardQueries, type NamesOf } from './guard/queries.ts';
import { guardResults, guardRetention } from './guard/results.ts';
import { guardRuns } from './guard/runs.ts';
import { guardSharing } from './guard/sharing.ts';
import { permissions, type Services } from './permissions.ts';
import { scopedCatalog } from './scoped-catalog.ts';

export interface GuardSurroundings {
  readonly workbench: Workbench;
  readonly records: Pick<AccessRecords, 'owners' | 'grants'>;
  readonly namesOf: NamesOf;
}

export function guardedWorkbench(
  { workbench, records, namesOf }: GuardSurroundings,
  caller: Caller,
  note: Note,
): Workbench {
  const parts: GuardParts = { caller, workbench, owners: records.owners, note };
  const gate = <S extends keyof Services>(name: S, service: Services[S]): Services[S] =>
    gated(name, service, permissions[name], caller, note);
  const descriptions = gate('descriptions', guardDescriptions(parts));
  return {
    catalog: gate('catalog', scopedCatalog(workbench.catalog)),
    suggestions: gate('suggestions', guardSuggestions(parts)),
    runs: gate('runs', guardRuns(parts)),
    results: gate('results', guardResults(parts)),
    history: gate('history', guardHistory(parts, namesOf)),
    retention: gate('retention', guardRetention(parts)),
    dictionary: gate('dictionary', guardDictionary(parts)),
    queries: gate('queries', guardQueries(parts, namesOf)),
    comments: gate('comments', guardComments(parts, namesOf)),
    joins: gate('joins', guardJoins(parts)),
    connections: gate('connections', guardConnections(parts, records.grants)),
    assistant: { ...gate('assistant', { ...guardAssistant(parts), descriptions }), descriptions },
    people: gate('people', guardPeople(parts)),
    tokens: gate('tokens', workbench.tokens),
    grants: gate('grants', workbench.grants),
    sharing: gate('sharing', guardSharing(parts)),
    audit: gate('audit', workbench.audit),
    close() {
      throw new JoineryError('forbidden', 'Nobody may ask for this.');
    },
  };
}
