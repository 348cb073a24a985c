'use server';

import { z } from 'zod';
import {
  type ApiToken,
  type AuditList,
  type AuditQuery,
  auditQuerySchema,
  type ConnectionAccess,
  type Grantee,
  granteeSchema,
  type Invitation,
  type Invite,
  inviteSchema,
  type NewLink,
  type NewToken,
  type NewTokenRequest,
  newTokenRequestSchema,
  type Person,
  type PersonName,
  passwordSchema,
  type QueryGrant,
  queryGrantSchema,
  type Role,
  roleSchema,
  type SignedInSession,
} from '../../lib/contract/person.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const idSchema = z.string().min(1).max(100);

/** Names of those with whom something can be shared. */
export async function peopleNames(): Promise<Outcome<PersonName[]>> {
  return outcomeOf(async () => (await workbench()).people.names());
}

export async function listPeople(): Promise<Outcome<Person[]>> {
  return outcomeOf(async () => (await workbench()).people.list());
}

/** The link is told only here. */
export async function invitePerson(request: Invite): Promise<Outcome<NewLink>> {
  return outcomeOf(async () => (await workbench()).people.invite(parseInput(inviteSchema, request)));
}

export async function listInvitations(): Promise<Outcome<Invitation[]>> {
  return outcomeOf(async () => (await workbench()).people.invitations());
}

export async function withdrawInvitation(id: string): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    await (await workbench()).people.withdraw(parseInput(idSchema, id));
    return null;
  });
}

export async function setRole(personId: string, role: Role): Promise<Outcome<Person>> {
  return outcomeOf(async () =>
    (await workbench()).people.setRole(parseInput(idSchema, personId), parseInput(roleSchema, role)),
  );
}

/** Leaving ends sessions and tokens at once. */
export async function setPersonActive(personId: string, isActive: boolean): Promise<Outcome<Person>> {
  return outcomeOf(async () =>
    (await workbench()).people.setActive(parseInput(idSchema, personId), parseInput(z.boolean(), isActive)),
  );
}

export async function resetLink(personId: string): Promise<Outcome<NewLink>> {
  return outcomeOf(async () => (await workbench()).people.resetLink(parseInput(idSchema, personId)));
}

export async function sessionsOfPerson(personId: string): Promise<Outcome<SignedInSession[]>> {
  return outcomeOf(async () => (await workbench()).people.sessionsOf(parseInput(idSchema, personId)));
}

export async function ownSessions(): Promise<Outcome<SignedInSession[]>> {
  return outcomeOf(async () => (await workbench()).people.sessions());
}

export async function endSession(sessionId: string): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    await (await workbench()).people.endSession(parseInput(idSchema, sessionId));
    return null;
  });
}

/** Other sessions of the person end. */
export async function changePassword(current: string, next: string): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    const given = parseInput(z.string().min(1).max(128), current);
    await (await workbench()).people.changePassword(given, parseInput(passwordSchema, next));
    return null;
  });
}

export async function listTokens(): Promise<Outcome<ApiToken[]>> {
  return outcomeOf(async () => (await workbench()).tokens.list());
}

/** The value is told only here. */
export async function createToken(request: NewTokenRequest): Promise<Outcome<NewToken>> {
  return outcomeOf(async () => (await workbench()).tokens.create(parseInput(newTokenRequestSchema, request)));
}

export async function revokeToken(id: string): Promise<Outcome<ApiToken>> {
  return outcomeOf(async () => (await workbench()).tokens.revoke(parseInput(idSchema, id)));
}

export async function listAccess(): Promise<Outcome<ConnectionAccess[]>> {
  return outcomeOf(async () => (await workbench()).grants.list());
}

export async function setAccess(connection: string, grantees: Grantee[]): Promise<Outcome<ConnectionAccess>> {
  return outcomeOf(async () =>
    (await workbench()).grants.set(
      parseInput(idSchema, connection),
      parseInput(z.array(granteeSchema).max(1_000), grantees),
    ),
  );
}

export async function readAudit(query: AuditQuery): Promise<Outcome<AuditList>> {
  return outcomeOf(async () => (await workbench()).audit.list(parseInput(auditQuerySchema, query)));
}

export async function queryGrants(queryId: string): Promise<Outcome<QueryGrant[]>> {
  return outcomeOf(async () => (await workbench()).sharing.list(parseInput(idSchema, queryId)));
}

export async function setQueryGrants(queryId: string, grants: QueryGrant[]): Promise<Outcome<QueryGrant[]>> {
  return outcomeOf(async () =>
    (await workbench()).sharing.set(
      parseInput(idSchema, queryId),
      parseInput(z.array(queryGrantSchema).max(1_000), grants),
    ),
  );
}
