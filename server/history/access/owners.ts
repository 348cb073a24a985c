/** Whose a thing is, and who else may see it. Answers undefined for what is not there. */
import type { QueryGrant } from '../../../lib/contract/person.ts';
import { type Client, stored } from '../database.ts';
import { TEAM } from '../owner.ts';

export interface QueryRights {
  readonly ownerId: string;
  readonly access: 'owner' | 'edit' | 'view';
}

export interface OwnerRecords {
  ofRun(runId: string): Promise<string | undefined>;
  /** Runs of a person that have not ended. */
  goingRuns(personId: string): Promise<string[]>;
  ofDocument(id: string): Promise<string | undefined>;
  /** Rights of one person at queries; those that they may not see are missing. */
  queryRights(ids: readonly string[], personId: string): Promise<Map<string, QueryRights>>;
  queryGrants(queryId: string): Promise<QueryGrant[]>;
  setQueryGrants(queryId: string, grants: readonly QueryGrant[]): Promise<void>;
  /** Query of a link, by the link's id. */
  queryOfShare(shareId: string): Promise<string | undefined>;
  noteOpening(shareId: string, personId: string): Promise<void>;
  /** True if a link that the person has opened, and that still lives, shows the run. */
  isRunShownTo(runId: string, personId: string): Promise<boolean>;
  /** Connections that a run has read, those behind stored results that it read among them; `FORGOTTEN` for what nobody knows any more. */
  connectionsOfRun(runId: string): Promise<string[]>;
  /** What one person made becomes another's: the first admin takes over what was made in local mode. */
  handOver(from: string, to: string): Promise<void>;
}

/** Results of results of results: as deep as is looked. */
const DEEPEST = 20;
/** Stands for the connections of a run that history has forgotten: nobody is granted it, only those who may use everything pass. */
export const FORGOTTEN = '(forgotten)';

export function ownerRecords(client: Client): OwnerRecords {
  return {
    ofRun: (id) =>
      stored(async () => (await client.run.findUnique({ where: { id }, select: { ownerId: true } }))?.ownerId),
    goingRuns: (ownerId) =>
      stored(async () => {
        const where = { ownerId, status: { in: ['queued', 'planning', 'running'] } };
        return (await client.run.findMany({ where, select: { id: true } })).map(({ id }) => id);
      }),
    ofDocument: (id) =>
      stored(async () => (await client.document.findUnique({ where: { id }, select: { ownerId: true } }))?.ownerId),
    queryRights: (ids, personId) => stored(() => queryRights(client, ids, personId)),
    queryGrants: (queryId) =>
      stored(async () => {
        const records = await client.queryGrant.findMany({ where: { queryId }, orderBy: { grantee: 'asc' } });
        return records.map(({ grantee, access }) => ({
          with: grantee === TEAM ? { kind: 'team' as const } : { kind: 'person' as const, personId: grantee },
          access: access === 'edit' ? ('edit' as const) : ('view' as const),
        }));
      }),
    setQueryGrants: (queryId, grants) =>
      stored(async () => {
        const data = [
          ...new Map(
            grants.map((grant) => {
              const grantee = grant.with.kind === 'team' ? TEAM : grant.with.personId;
              return [grantee, { queryId, grantee, access: grant.access }];
            }),
          ).values(),
        ];
        await client.$transaction([
          client.queryGrant.deleteMany({ where: { queryId } }),
          client.queryGrant.createMany({ data }),
        ]);
      }),
    queryOfShare: (id) =>
      stored(async () => (await client.queryShare.findUnique({ where: { id }, select: { queryId: true } }))?.queryId),
    noteOpening: (shareId, personId) =>
      stored(async () => {
        const openedAt = new Date();
        await client.shareOpening.upsert({
          where: { shareId_personId: { shareId, personId } },
          create: { shareId, personId, openedAt },
          update: { openedAt },
        });
      }),
    isRunShownTo: (runId, personId) =>
      stored(async () => {
        const share = await client.queryShare.findFirst({
          where: {
            runId,
            revokedAt: null,
            OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
            openings: { some: { personId } },
          },
          select: { id: true },
        });
        return share !== null;
      }),
    connectionsOfRun: (runId) => stored(() => connectionsOfRun(client, runId)),
    handOver: (from, to) =>
      stored(async () => {
        const change = { where: { ownerId: from }, data: { ownerId: to } };
        await client.$transaction([
          client.run.updateMany(change),
          client.runFigure.updateMany(change),
          client.document.updateMany(change),
          client.query.updateMany(change),
          client.queryShare.updateMany(change),
          client.queryFavourite.updateMany({ where: { personId: from }, data: { personId: to } }),
          client.queryComment.updateMany({ where: { authorId: from }, data: { authorId: to } }),
        ]);
      }),
  };
}

async function queryRights(
  client: Client,
  ids: readonly string[],
  personId: string,
): Promise<Map<string, QueryRights>> {
  const records = await client.query.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, ownerId: true, grants: { where: { grantee: { in: [TEAM, personId] } } } },
  });
  const rights = new Map<string, QueryRights>();
  for (const { id, ownerId, grants } of records) {
    if (ownerId === personId) rights.set(id, { ownerId, access: 'owner' });
    else if (grants.length > 0)
      rights.set(id, { ownerId, access: grants.some(({ access }) => access === 'edit') ? 'edit' : 'view' });
  }
  return rights;
}

async function connectionsOfRun(client: Client, runId: string): Promise<string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  let level = [runId];
  for (let depth = 0; level.length > 0 && depth < DEEPEST; depth += 1) {
    const runs = await client.run.findMany({
      where: { id: { in: level } },
      select: { id: true, fetches: true, connections: { select: { connection: true } } },
    });
    if (runs.length < level.length) found.add(FORGOTTEN);
    const next = new Set<string>();
    for (const { id, fetches, connections } of runs) {
      seen.add(id);
      for (const { connection } of connections) if (connection !== 'results') found.add(connection);
      for (const { connection, relation } of JSON.parse(fetches) as { connection: string; relation: string }[])
        if (connection === 'results') next.add(relation.replace(/^results\./, '').replaceAll('"', ''));
    }
    level = [...next].filter((id) => !seen.has(id));
  }
  if (level.length > 0) found.add(FORGOTTEN);
  return [...found];
}
