import type { ActionAnswer } from '../../lib/client/answer.ts';
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
  Role,
  SignedInSession,
} from '../../lib/contract/person.ts';

type Answer<T> = Promise<ActionAnswer<T>>;

/** Server actions, handed in by the page. */
export interface PeopleActions {
  list(): Answer<Person[]>;
  invite(request: Invite): Answer<NewLink>;
  invitations(): Answer<Invitation[]>;
  withdraw(invitationId: string): Answer<null>;
  setRole(personId: string, role: Role): Answer<Person>;
  setActive(personId: string, isActive: boolean): Answer<Person>;
  resetLink(personId: string): Answer<NewLink>;
  sessionsOf(personId: string): Answer<SignedInSession[]>;
}

export interface OwnActions {
  sessions(): Answer<SignedInSession[]>;
  endSession(sessionId: string): Answer<null>;
  changePassword(current: string, next: string): Answer<null>;
}

export interface TokenActions {
  list(): Answer<ApiToken[]>;
  create(request: NewTokenRequest): Answer<NewToken>;
  revoke(tokenId: string): Answer<ApiToken>;
}

export interface AccessActions {
  list(): Answer<ConnectionAccess[]>;
  set(connection: string, grantees: Grantee[]): Answer<ConnectionAccess>;
}

export interface SettingsActions {
  readonly own: OwnActions;
  readonly tokens: TokenActions;
  readonly people: PeopleActions;
  readonly access: AccessActions;
  readonly audit: (query: AuditQuery) => Answer<AuditList>;
}
