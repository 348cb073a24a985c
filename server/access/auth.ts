/** Sign-in by better-auth: passwords, sessions and OIDC over its tables. Nothing else imports it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { genericOAuth } from 'better-auth/plugins';
import type { Person, Role } from '../../lib/contract/person.ts';
import { personSchema, roleSchema } from '../../lib/contract/person.ts';
import type { AuthConfig } from '../config/config.ts';
import type { AccessRecords } from '../history/access/index.ts';
import type { Log } from '../log.ts';
import type { AuditNote } from './gate.ts';

/** Set by the server for each request; what a client sends under this name is thrown away. */
export const ADDRESS_HEADER = 'x-joinery-address';

export interface AuthOptions {
  readonly config: AuthConfig;
  readonly records: Pick<AccessRecords, 'people' | 'authDatabase'>;
  /** Signs the cookies. */
  readonly secret: string;
  /** Where people reach this server: `https://joinery.example.org`. */
  readonly origin: string;
  /** Other names under which it answers. */
  readonly trustedOrigins: readonly string[];
  readonly cookiePrefix: string;
  readonly note: (person: { id: string; name: string }, note: AuditNote, address?: string | undefined) => Promise<void>;
  readonly log: Log;
}

export interface SessionOwner {
  readonly sessionId: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly isActive: boolean;
}

export interface Auth {
  /** The cookies of a new session; undefined if address or password are wrong, or the person has left. */
  signIn(email: string, password: string, headers: Headers): Promise<readonly string[] | undefined>;
  /** Ends the session; the cookies that take it away. */
  signOut(headers: Headers): Promise<readonly string[]>;
  sessionOf(headers: Headers): Promise<SessionOwner | undefined>;
  /** A new person with a password. */
  join(person: { name: string; email: string; role: Role; password: string }): Promise<string>;
  isPassword(personId: string, password: string): Promise<boolean>;
  setPassword(personId: string, password: string): Promise<void>;
  /** The two requests of signing in through a provider. */
  handle(request: Request): Promise<Response>;
}

/** The role that somebody gets who is being made a person by us, not by a provider. */
const joining = new AsyncLocalStorage<Role>();
const SECOND = 1_000;
/** People who come through a provider without an invitation, where that is open. */
const UNINVITED_ROLE: Role = 'viewer';

export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { config, records, secret, origin, trustedOrigins, cookiePrefix, log } = options;
  const auth = betterAuth({
    appName: 'Joinery',
    baseURL: origin,
    basePath: '/api/auth',
    secret,
    database: await records.authDatabase(),
    trustedOrigins: [...trustedOrigins],
    emailAndPassword: { enabled: config.passwords, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        role: { type: 'string', required: false, input: false, defaultValue: UNINVITED_ROLE },
        isActive: { type: 'boolean', required: false, input: false, defaultValue: true },
      },
    },
    // A fixed time: an API answer carries no renewed cookie.
    session: { expiresIn: Math.round(config.sessionMs / SECOND), disableSessionRefresh: true },
    account: { accountLinking: { enabled: true, updateUserInfoOnLink: false }, encryptOAuthTokens: true },
    advanced: {
      cookiePrefix,
      useSecureCookies: origin.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // server/access/attempts.ts counts, by account too.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log.debug({ level }, `Sign-in: ${message}`) },
    onAPIError: { errorURL: '/sign-in' },
    plugins: [genericOAuth({ config: config.providers.map(providerOf) })],
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => {
            const address = context?.headers?.get(ADDRESS_HEADER) ?? undefined;
            return { data: { ...user, ...(await newPerson(user, options, address)) } };
          },
        },
      },
      session: {
        create: {
          before: async (session, context) => {
            const person = await records.people.find(session.userId);
            if (person?.isActive === true) return;
            // Those with a password are noted by who asks for it.
            if (person !== undefined && context?.params?.id !== undefined)
              await options.note(
                { id: '', name: person.name },
                { action: 'sign_in', outcome: 'failed', detail: `${person.email}: has left` },
                session.ipAddress ?? undefined,
              );
            throw new APIError('FORBIDDEN', { code: 'person_left', message: 'unknown' });
          },
          after: async (session, context) => {
            const person = await records.people.find(session.userId);
            if (person === undefined) return;
            const provider: unknown = context?.params?.id;
            const detail = provider === undefined ? 'password' : String(provider);
            await options.note(person, { action: 'sign_in', detail }, session.ipAddress ?? undefined);
          },
        },
      },
    },
  });
  const context = await auth.$context;
  return {
    async signIn(email, password, headers) {
      try {
        const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
        return answer.ok ? answer.headers.getSetCookie() : undefined;
      } catch (thrown) {
        if (thrown instanceof APIError) return undefined;
        throw thrown;
      }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
    async sessionOf(headers) {
      const found = await auth.api.getSession({ headers });
      if (found === null) return undefined;
      const { user, session } = found;
      const role = roleSchema.parse(user.role);
      const { id, name, email } = user;
      return { sessionId: session.id, id, name, email, role, isActive: user.isActive === true };
    },
    async join({ name, email, role, password }) {
      const { internalAdapter } = context;
      const hash = await context.password.hash(password);
      const user = await joining.run(role, () =>
        internalAdapter.createUser({ name, email, emailVerified: true }, { method: 'email-password' }),
      );
      await internalAdapter.linkAccount({
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: hash,
      });
      return user.id;
    },
    async isPassword(personId, password) {
      const account = await context.internalAdapter.findCredentialAccount(personId);
      if (account?.password === null || account?.password === undefined) return false;
      return context.password.verify({ hash: account.password, password });
    },
    async setPassword(userId, password) {
      const hash = await context.password.hash(password);
      if ((await context.internalAdapter.findCredentialAccount(userId)) !== null)
        await context.internalAdapter.updatePassword(userId, hash);
      else
        await context.internalAdapter.linkAccount({
          userId,
          accountId: userId,
          providerId: 'credential',
          password: hash,
        });
    },
    handle: (request) => auth.handler(request),
  };
}

const providerOf = ({ id, name, discoveryUrl, clientId, clientSecret }: AuthConfig['providers'][number]) => ({
  providerId: id,
  name,
  discoveryUrl,
  clientId,
  ...(clientSecret === undefined ? {} : { clientSecret }),
  scopes: ['openid', 'email', 'profile'],
  pkce: true,
  requireIdTokenVerification: true,
});

/** Who may become a person: those whom an admin let in, and others only where the configuration says so. */
async function newPerson(
  { email, emailVerified }: { readonly email: string; readonly emailVerified?: boolean | undefined },
  { config, records, note }: AuthOptions,
  from: string | undefined,
): Promise<{ role: Role; isActive: boolean } & Partial<Pick<Person, 'email'>>> {
  const given = joining.getStore();
  if (given !== undefined) return { role: given, isActive: true };
  const address = personSchema.shape.email.parse(email).toLowerCase();
  const noted = { id: '', name: address };
  const refuse = async (reason: string, code: string, message: string): Promise<never> => {
    await note(noted, { action: 'sign_in', outcome: 'failed', detail: `${address}: ${reason}` }, from);
    throw new APIError('FORBIDDEN', { code, message });
  };
  if (emailVerified !== true)
    return refuse('not verified', 'email_not_verified', 'The provider does not vouch for the address.');
  const invitation = (await records.people.invitations()).find((one) => one.email === address);
  if (invitation !== undefined && (await records.people.takeLink(invitation.id))) {
    await note(noted, { action: 'joined', detail: `${address} as ${invitation.role}` }, from);
    return { role: invitation.role, isActive: true, email: address };
  }
  if (config.signUp === 'open' && (await records.people.count()) > 0) {
    await note(noted, { action: 'joined', detail: `${address} as ${UNINVITED_ROLE}` }, from);
    return { role: UNINVITED_ROLE, isActive: true, email: address };
  }
  return refuse('not invited', 'not_invited', 'Nobody with this address has been invited.');
}
