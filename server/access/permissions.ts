/** Who may call what. The types cover every method of every service: one without a line here does not compile. */
import type { Role, TokenScope } from '../../lib/contract/person.ts';
import type { DescriptionService, Workbench } from '../workbench.ts';

export interface Permission {
  /** The least role; `nobody` = only the server itself. */
  readonly role: Role | 'nobody';
  /** What a token needs; `none` = no token may. */
  readonly scope: TokenScope | 'none';
}

type MethodOf<S> = { [M in keyof S]-?: S[M] extends (...given: never[]) => unknown ? M : never }[keyof S];
export type PermissionsOf<S> = { readonly [M in MethodOf<S>]: Permission };
export type Services = Omit<Workbench, 'close'> & { readonly descriptions: DescriptionService };
export type Permissions = { readonly [S in keyof Services]: PermissionsOf<Services[S]> };

const seen: Permission = { role: 'viewer', scope: 'read' };
const runs: Permission = { role: 'viewer', scope: 'run' };
const asks: Permission = { role: 'analyst', scope: 'run' };
const keeps: Permission = { role: 'analyst', scope: 'none' };
const own: Permission = { role: 'viewer', scope: 'none' };
const manages: Permission = { role: 'admin', scope: 'none' };
const closed: Permission = { role: 'nobody', scope: 'none' };

export const permissions: Permissions = {
  catalog: {
    connections: seen,
    schemas: seen,
    tables: seen,
    columns: seen,
    search: seen,
    lookup: seen,
    refresh: asks,
    close: closed,
  },
  // A viewer may start only what a saved query says: see guard/runs.ts.
  runs: { start: runs, cancel: runs, get: seen, watch: seen, explain: runs, close: closed },
  results: { window: seen, prepare: seen, summary: seen, chart: seen, export: seen, list: own, close: closed },
  history: {
    insertRun: closed,
    updateRun: closed,
    run: seen,
    runs: seen,
    pinRun: own,
    markInterrupted: closed,
    performance: seen,
    performanceProgress: seen,
    openDocuments: own,
    document: own,
    createDocument: own,
    saveDocument: own,
    closedDocuments: own,
    close: closed,
  },
  retention: { status: own, removeRuns: own, dropResults: own },
  dictionary: {
    list: seen,
    table: seen,
    save: keeps,
    propose: keeps,
    keepProposals: keeps,
    confirmAll: keeps,
    dismiss: keeps,
    importDbt: keeps,
    exportAs: seen,
    notesOf: seen,
  },
  queries: {
    list: seen,
    get: seen,
    named: seen,
    save: keeps,
    setFavourite: own,
    remove: keeps,
    versions: seen,
    restore: keeps,
    share: keeps,
    shares: own,
    revoke: own,
    openShared: own,
  },
  comments: { list: seen, add: own, edit: own, resolve: own, remove: own, queryOf: closed },
  joins: { toSql: seen, fromSql: seen, xray: asks, partSql: asks, counts: asks, examples: asks },
  suggestions: { suggest: asks, partnersOf: asks, dismiss: keeps, restore: keeps },
  connections: {
    drivers: manages,
    list: own,
    save: manages,
    savePolicy: manages,
    policyOf: seen,
    uses: manages,
    test: manages,
    remove: manages,
  },
  assistant: {
    status: seen,
    payload: keeps,
    ask: keeps,
    chat: keeps,
    calls: own,
    conversation: own,
    keepConversation: own,
  },
  descriptions: { get: seen, save: own, exportAs: seen },
  people: {
    whoAmI: seen,
    names: own,
    list: manages,
    invite: manages,
    invitations: manages,
    withdraw: manages,
    setRole: manages,
    setActive: manages,
    resetLink: manages,
    sessionsOf: manages,
    sessions: own,
    endSession: own,
    changePassword: own,
  },
  tokens: { list: own, create: own, revoke: own, listAll: manages },
  grants: { list: manages, set: manages },
  sharing: { list: own, set: keeps },
  audit: { list: manages },
};

const rank: Readonly<Record<Role, number>> = { viewer: 1, analyst: 2, admin: 3 };

/** Undefined if they may; else why not, in words. */
export function refusalOf(
  { role, scopes }: { readonly role: Role; readonly scopes: readonly TokenScope[] | 'all' },
  permission: Permission,
): string | undefined {
  if (permission.role === 'nobody') return 'Nobody may ask for this.';
  if (rank[role] < rank[permission.role]) return `This takes the role ${permission.role}; yours is ${role}.`;
  if (scopes === 'all') return undefined;
  if (permission.scope === 'none') return 'This cannot be done with a token.';
  return scopes.includes(permission.scope) ? undefined : `The token lacks the scope ${permission.scope}.`;
}
