/** What people, tokens, grants and the audit promise. Each method acts for the person who asks; who may call it stands in `permissions.ts`. */
import type {
  ApiToken,
  AuditList,
  AuditQuery,
  ConnectionAccess,
  Grantee,
  Invitation,
  Invite,
  NewLink,
  NewToken,
  NewTokenRequest,
  Person,
  PersonName,
  QueryGrant,
  Role,
  SignedInSession,
  WhoAmI,
} from '../../lib/contract/person.ts';

export interface PeopleService {
  whoAmI(): Promise<WhoAmI>;
  /** Active people by name, for sharing: names only. */
  names(): Promise<PersonName[]>;
  /** Everybody, those who left too. For admins, as are the following up to `withdraw`. */
  list(): Promise<Person[]>;
  /** Throws `conflict` for an address that is here already, `forbidden` in local mode. */
  invite(request: Invite): Promise<NewLink>;
  invitations(): Promise<Invitation[]>;
  withdraw(invitationId: string): Promise<void>;
  /** Throws `conflict` for the last active admin. */
  setRole(personId: string, role: Role): Promise<Person>;
  /** Ends their sessions and tokens at once, or lets them in again. Throws `conflict` for the last active admin. */
  setActive(personId: string, isActive: boolean): Promise<Person>;
  /** A one-time link with which the person chooses a new password. */
  resetLink(personId: string): Promise<NewLink>;
  sessionsOf(personId: string): Promise<SignedInSession[]>;
  /** Those of the person who asks. */
  sessions(): Promise<SignedInSession[]>;
  /** An own session, or anybody's for an admin. */
  endSession(sessionId: string): Promise<void>;
  /** Throws `unauthorized` if `current` is wrong. Ends the person's other sessions. */
  changePassword(current: string, next: string): Promise<void>;
}

export interface TokenService {
  /** Own ones, newest first. */
  list(): Promise<ApiToken[]>;
  create(request: NewTokenRequest): Promise<NewToken>;
  /** An own one, or anybody's for an admin. */
  revoke(tokenId: string): Promise<ApiToken>;
  /** Everybody's, for admins. */
  listAll(): Promise<ApiToken[]>;
}

export interface GrantService {
  /** Who may use which connection, for admins. */
  list(): Promise<ConnectionAccess[]>;
  /** Throws `forbidden` where config.yaml says it, `unknown_connection`. */
  set(connection: string, grantees: readonly Grantee[]): Promise<ConnectionAccess>;
}

/** With whom a saved query is shared; for its owner. */
export interface QuerySharingService {
  list(queryId: string): Promise<QueryGrant[]>;
  /** Replaces all grants of the query. */
  set(queryId: string, grants: readonly QueryGrant[]): Promise<QueryGrant[]>;
}

export interface AuditService {
  list(query: AuditQuery): Promise<AuditList>;
}
