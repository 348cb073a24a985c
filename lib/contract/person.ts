/** Who gets in: people, their roles, sessions, tokens and invitations, what they are granted, and what the audit keeps of what they did. */
import { z } from 'zod';

/** The person of local mode: whoever brings the access token. */
export const LOCAL_PERSON_ID = 'local';

/**
 * `viewer` opens what is shared with them and runs saved queries; `analyst` does everything with the connections granted to them; `admin` also
 * manages people, grants, connections and policies, and sees the audit and everybody's figures with the runs behind them. Nobody sees other people's results unasked.
 */
export const roleSchema = z.enum(['viewer', 'analyst', 'admin']);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  /** A person who is not has no sessions and no tokens, and cannot sign in. */
  isActive: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string().optional(),
  /** How they may sign in: `password`, or the id of an OIDC provider. */
  signIn: z.array(z.string()),
});
export type Person = z.infer<typeof personSchema>;

/** A person as others see them in lists of owners and of people to share with. */
export const personNameSchema = z.object({ id: z.string(), name: z.string() });
export type PersonName = z.infer<typeof personNameSchema>;

export const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));
export const passwordSchema = z.string().min(12).max(128);
export const personNameTextSchema = z.string().trim().min(1).max(100);

/** Who asks: for the page's head and for what a screen may offer. The server checks each call again. */
export const whoAmISchema = z.object({
  mode: z.enum(['local', 'team']),
  person: personNameSchema.extend({ email: z.string(), role: roleSchema }),
  /** True if the person has a password of their own that can be changed here. */
  hasPassword: z.boolean(),
  /** Session that the request came with. */
  sessionId: z.string().optional(),
});
export type WhoAmI = z.infer<typeof whoAmISchema>;

/** What the sign-in page offers; open to anybody. */
export const signInOptionsSchema = z.object({
  mode: z.enum(['local', 'team']),
  /** Nobody is there yet: the set-up URL that the start command printed makes the first admin. */
  needsSetUp: z.boolean(),
  hasPasswords: z.boolean(),
  /** True: people may make an account of their own with a password. */
  isSignUpOpen: z.boolean(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

/** Body of `POST /api/access/sign-in`. Refused with `unauthorized` (wrong) or `too_many_requests`. */
export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(128) });

/** Body of `POST /api/access/accept`: a one-time link of set-up, an invitation or a password reset. */
export const acceptLinkSchema = z.object({
  token: z.string().min(20).max(200),
  /** Not for a reset. */
  name: personNameTextSchema.optional(),
  /** Set-up, and an invitation that names nobody. */
  email: emailSchema.optional(),
  password: passwordSchema,
});
export type AcceptLink = z.infer<typeof acceptLinkSchema>;

/** What a one-time link is for, so that its page can draw the form. `not_found` for unknown, used, expired and withdrawn ones alike. */
export const oneTimeLinkViewSchema = z.object({
  kind: z.enum(['set-up', 'invitation', 'reset']),
  email: z.string().optional(),
  name: z.string().optional(),
  role: roleSchema.optional(),
  expiresAt: z.string(),
});
export type OneTimeLinkView = z.infer<typeof oneTimeLinkViewSchema>;

export const inviteSchema = z.object({ email: emailSchema, role: roleSchema.default('analyst') });
export type Invite = z.infer<typeof inviteSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** A link for an admin to hand over; the path holds its token and is told only here. */
export const newLinkSchema = z.object({ path: z.string(), expiresAt: z.string() });
export type NewLink = z.infer<typeof newLinkSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  personId: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  address: z.string().optional(),
  /** What the browser says it is. */
  browser: z.string().optional(),
  isCurrent: z.boolean(),
});
export type SignedInSession = z.infer<typeof sessionSchema>;

/** `read`: metadata, results, history, saved queries. `run`: also start and stop. No token manages anything. */
export const tokenScopeSchema = z.enum(['read', 'run']);
export type TokenScope = z.infer<typeof tokenScopeSchema>;
export const MAX_TOKEN_DAYS = 366;

export const newTokenRequestSchema = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(tokenScopeSchema).min(1).max(2),
  days: z.number().int().min(1).max(MAX_TOKEN_DAYS),
});
export type NewTokenRequest = z.infer<typeof newTokenRequestSchema>;

export const apiTokenSchema = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  /** Its first characters, to tell tokens apart. */
  start: z.string(),
  scopes: z.array(tokenScopeSchema),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().optional(),
  revokedAt: z.string().optional(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** The value is told once; only its hash is kept. */
export const newTokenSchema = z.object({ token: apiTokenSchema, value: z.string() });
export type NewToken = z.infer<typeof newTokenSchema>;

/** Who may use a connection: all of a role, or one person. Admins may use all. */
export const granteeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role: z.enum(['viewer', 'analyst']) }),
  z.object({ kind: z.literal('person'), personId: z.string().min(1).max(100) }),
]);
export type Grantee = z.infer<typeof granteeSchema>;

export const connectionAccessSchema = z.object({
  connection: z.string(),
  grantees: z.array(granteeSchema),
  /** config.yaml says it (`access:`): it is changed only there. People named there who are not here yet stand in `waiting`. */
  isFixed: z.boolean(),
  waiting: z.array(z.string()),
});
export type ConnectionAccess = z.infer<typeof connectionAccessSchema>;

export const auditActions = [
  'set_up',
  'sign_in',
  'sign_out',
  'session_revoked',
  'invited',
  'invitation_withdrawn',
  'joined',
  'reset_link_made',
  'password_changed',
  'role_changed',
  'person_deactivated',
  'person_reactivated',
  'grants_changed',
  'connection_saved',
  'connection_removed',
  'connection_tested',
  'policy_changed',
  'token_made',
  'token_revoked',
  'query_shared',
  'query_unshared',
  'link_made',
  'link_revoked',
  'link_opened',
  'result_exported',
  'request_refused',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.string(),
  /** Absent where nobody was known, such as a failed sign-in. */
  person: personNameSchema.optional(),
  action: auditActionSchema,
  /** What it was done to: `connection`, `person`, `query` ... and its id. */
  objectKind: z.string().optional(),
  objectId: z.string().optional(),
  outcome: z.enum(['ok', 'refused', 'failed']),
  address: z.string().optional(),
  /** In words; never a secret, a statement or a value. */
  detail: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Newest first. */
export const auditQuerySchema = z.object({
  personId: z.string().max(100).optional(),
  action: auditActionSchema.optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(500).default(100),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
export const auditListSchema = z.object({ entries: z.array(auditEntrySchema), nextCursor: z.string().optional() });
export type AuditList = z.infer<typeof auditListSchema>;

/** With whom a saved query is shared: the whole team, or one person. `view` may open and run it, `edit` also save new versions. */
export const queryGrantSchema = z.object({
  with: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('team') }),
    z.object({ kind: z.literal('person'), personId: z.string().min(1).max(100) }),
  ]),
  access: z.enum(['view', 'edit']),
});
export type QueryGrant = z.infer<typeof queryGrantSchema>;
