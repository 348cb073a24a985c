/** Whose rows: those of the person for whom the work goes on. The server's own work sees all, and what it makes is the local person's. */
import { EVERYONE } from '../../lib/contract/history.ts';
import { LOCAL_PERSON_ID } from '../../lib/contract/person.ts';
import { currentCaller } from '../access/current-caller.ts';
import { Prisma } from './generated/client.ts';

/** Stands for everybody among those with whom a query is shared. */
export const TEAM = 'team';

export const ownerNow = (): string => currentCaller()?.id ?? LOCAL_PERSON_ID;

export function owned(): { ownerId?: string } {
  const caller = currentCaller();
  return caller === undefined ? {} : { ownerId: caller.id };
}

/** Whose runs a list holds: one's own, or those that the server itself or an admin asks for. */
export function listed(person: string | undefined): { ownerId?: string } {
  const caller = currentCaller();
  const asked = person === undefined || person === EVERYONE ? {} : { ownerId: person };
  if (caller === undefined) return asked;
  return caller.role === 'admin' && person !== undefined ? asked : { ownerId: caller.id };
}

/** What is counted: everything for the server and admins, one's own for the others. */
export const counted = (): { ownerId?: string } => (currentCaller()?.role === 'admin' ? {} : owned());

/** Condition on "Query": own ones, and those that are shared with the person. */
export function queriesSeen(): Prisma.Sql {
  const caller = currentCaller();
  if (caller === undefined) return Prisma.sql`1 = 1`;
  return Prisma.sql`("Query"."ownerId" = ${caller.id} OR EXISTS (SELECT 1 FROM "QueryGrant" AS seen
    WHERE seen."queryId" = "Query"."id" AND seen."grantee" IN (${TEAM}, ${caller.id})))`;
}

/** The same for Prisma's own queries. */
export function queriesSeenWhere(): Prisma.QueryWhereInput {
  const caller = currentCaller();
  if (caller === undefined) return {};
  return { OR: [{ ownerId: caller.id }, { grants: { some: { grantee: { in: [TEAM, caller.id] } } } }] };
}
