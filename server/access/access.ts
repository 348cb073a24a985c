/** The door: finds out who asks, lets people in and out, and answers the workbench as they may see it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import {
  type AcceptLink,
  acceptLinkSchema,
  LOCAL_PERSON_ID,
  type OneTimeLinkView,
  type SignInOptions,
  signInSchema,
} from '../../lib/contract/person.ts';
import type { AuthConfig, Config, ConnectionConfig } from '../config/config.ts';
import { JoineryError } from '../errors.ts';
import type { AccessRecords } from '../history/access/index.ts';
import { TOKEN_PREFIX } from '../history/access/tokens.ts';
import type { Log } from '../log.ts';
import type { Workbench } from '../workbench.ts';
import { addressKey } from './address-key.ts';
import { Attempts, KeptAttempts } from './attempts.ts';
import { ADDRESS_HEADER, type Auth, createAuth } from './auth.ts';
import { type Caller, localCaller } from './caller.ts';
import type { AuditNote } from './gate.ts';
import { grantedTo } from './grantees.ts';
import { guardedWorkbench } from './guarded-workbench.ts';
import { linkPath } from './reset-link.ts';

/** A page of this server. */
const ownPage = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])/);
const providerStartSchema = z.object({
  provider: z.string().max(60),
  callbackURL: ownPage,
  errorCallbackURL: ownPage,
});

const MINUTE_MS = 60_000;
const SET_UP_MS = 7 * 86_400_000;
const SEEN_STEP_MS = 5 * MINUTE_MS;

export interface AccessOptions {
  readonly config: Pick<Config, 'auth' | 'limits' | 'database'>;
  readonly records: AccessRecords;
  readonly connections: () => readonly ConnectionConfig[];
  readonly log: Log;
}

/** Where the server is reached; known once it listens. */
export interface Place {
  readonly origin: string;
  readonly otherOrigins: readonly string[];
  readonly port: number;
  /** Signs cookies. */
  readonly secret: string;
}

interface Asking {
  readonly caller: Caller | undefined;
  readonly address: string | undefined;
  view?: Workbench;
}

/** An answer with the cookies that go with it. */
export interface WithCookies<T> {
  readonly body: T;
  readonly cookies: readonly string[];
}

export class Access {
  readonly mode: 'local' | 'team';
  readonly #options: AccessOptions;
  readonly #asking = new AsyncLocalStorage<Asking>();
  readonly #byAddress: KeptAttempts;
  readonly #byAccount: KeptAttempts;
  readonly #byToken: Attempts;
  /** The same refusal again and again is told a few times: a flood must not fill the audit. */
  readonly #refusals = new Attempts({ most: 5, withinMs: MINUTE_MS });
  readonly #seenAt = new Map<string, number>();
  #workbench: Workbench | undefined;
  #auth: Auth | undefined;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.mode = options.config.auth?.mode ?? 'local';
    const { attempts } = options.records;
    this.#byAddress = new KeptAttempts('address', { most: 30, withinMs: 5 * MINUTE_MS }, attempts);
    this.#byAccount = new KeptAttempts('account', { most: 8, withinMs: 15 * MINUTE_MS }, attempts);
    this.#byToken = new Attempts({ most: options.config.limits.tokenRequests, withinMs: MINUTE_MS });
  }

  /** The whole workbench, of which callers get their view. */
  serve(workbench: Workbench): void {
    this.#workbench = workbench;
  }

  /** Makes sign-in ready in team mode. */
  async open({ origin, otherOrigins, port, secret }: Place): Promise<void> {
    const { auth: config } = this.#options.config;
    if (config === undefined || this.mode === 'local') return;
    const { records, log } = this.#options;
    this.#auth = await createAuth({
      config,
      records,
      secret,
      origin,
      trustedOrigins: [origin, ...otherOrigins],
      // Cookies know no ports. Servers over one database are one to the browser, others beside each other are not.
      cookiePrefix: this.#options.config.database === undefined ? `joinery_${port}` : 'joinery_team',
      log,
      note: (person, note, address) => this.keep(note, person.id === '' ? undefined : person, address),
    });
  }

  auth(): Auth {
    if (this.#auth !== undefined) return this.#auth;
    throw new JoineryError('forbidden', 'Joinery runs for one person here.', {
      hint: 'For a team, set auth.mode: team in config.yaml.',
    });
  }

  /** Who sends these headers, besides whoever has the access token of local mode. */
  async callerOf(headers: IncomingHttpHeaders, address: string | undefined): Promise<Caller | undefined> {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (bearer?.startsWith(TOKEN_PREFIX) === true) return this.#callerOfToken(bearer, address);
    if (bearer !== undefined || this.#auth === undefined || headers.cookie === undefined) return undefined;
    const owner = await this.#auth.sessionOf(new Headers({ cookie: headers.cookie }));
    if (owner === undefined || !owner.isActive) return undefined;
    const { sessionId, isActive: _, ...person } = owner;
    await this.#noteSeen(person.id);
    const connections = await this.#granted(person);
    return { ...person, via: 'session', scopes: 'all', sessionId, address, connections };
  }

  async #callerOfToken(value: string, address: string | undefined): Promise<Caller | undefined> {
    const { tokens, people } = this.#options.records;
    const token = await tokens.use(value);
    if (token === undefined) return undefined;
    this.#byToken.take(token.id);
    const rest = { via: 'token', scopes: token.scopes, address } as const;
    if (this.mode === 'local') return token.personId === LOCAL_PERSON_ID ? { ...localCaller, ...rest } : undefined;
    const person = await people.standing(token.personId);
    if (person === undefined || !person.isActive) return undefined;
    const { id, name, email, role } = person;
    return { id, name, email, role, ...rest, connections: await this.#granted(person) };
  }

  #granted(person: Pick<Caller, 'id' | 'email' | 'role'>): Promise<'all' | ReadonlySet<string>> {
    return grantedTo(person, this.#options.connections(), this.#options.records);
  }

  async #noteSeen(id: string): Promise<void> {
    const now = Date.now();
    if (now - (this.#seenAt.get(id) ?? 0) < SEEN_STEP_MS) return;
    this.#seenAt.set(id, now);
    await this.#options.records.people.noteSeen(id);
  }

  /** Everything that `work` asks for is asked for by `caller`. */
  enter<T>(caller: Caller | undefined, address: string | undefined, work: () => T): T {
    return this.#asking.run({ caller, address }, work);
  }

  /** Throws `unauthorized` where nobody has signed in. */
  current(): Caller {
    const caller = this.#asking.getStore()?.caller;
    if (caller !== undefined) return caller;
    throw new JoineryError('unauthorized', 'This browser has no session with this Joinery.', {
      hint: this.mode === 'team' ? 'Sign in.' : 'Open the URL with the access token that the start command printed.',
    });
  }

  /** The workbench as the one who asks may see it. */
  view(): Workbench {
    const caller = this.current();
    const asking = this.#asking.getStore();
    const workbench = this.#workbench;
    if (workbench === undefined || asking === undefined)
      throw new JoineryError('internal', 'The server is not open yet.');
    asking.view ??= guardedWorkbench(
      { workbench, records: this.#options.records, namesOf: (ids) => this.namesOf(ids) },
      caller,
      (note) => this.keep(note, caller, caller.address),
    );
    return asking.view;
  }

  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map([[LOCAL_PERSON_ID, localCaller.name]]);
    const others = ids.filter((id) => id !== LOCAL_PERSON_ID);
    if (others.length > 0)
      for (const { id, name } of await this.#options.records.people.names(others)) names.set(id, name);
    return names;
  }

  /** A line of the audit; a failure to keep it is told in the log and stops nobody. */
  async keep(note: AuditNote, person: { id: string; name: string } | undefined, address?: string): Promise<void> {
    const { outcome = 'ok', ...rest } = note;
    if (outcome === 'refused' && !this.#refusals.isTaken(`${person?.id ?? ''} ${note.action} ${note.detail ?? ''}`))
      return;
    const who = person === undefined ? {} : { person: { id: person.id, name: person.name } };
    await this.#options.records.audit.add({ ...rest, outcome, ...who, address }).catch((thrown: unknown) => {
      this.#options.log.error({ err: thrown, action: note.action }, 'A line of the audit could not be kept');
    });
  }

  async options(): Promise<SignInOptions> {
    const config: AuthConfig | undefined = this.mode === 'team' ? this.#options.config.auth : undefined;
    if (config === undefined)
      return { mode: 'local', needsSetUp: false, hasPasswords: false, isSignUpOpen: false, providers: [] };
    return {
      mode: 'team',
      needsSetUp: (await this.#options.records.people.count()) === 0,
      hasPasswords: config.passwords,
      isSignUpOpen: config.signUp === 'open',
      providers: config.providers.map(({ id, name }) => ({ id, name })),
    };
  }

  /** The path with which the first admin is made; undefined once there are people. */
  async setUpPath(): Promise<string | undefined> {
    const { people } = this.#options.records;
    if (this.mode === 'local' || (await people.count()) > 0) return undefined;
    // Where servers share a database, another one may have just printed its link; only one of them will make an admin.
    if (this.#options.config.database === undefined) await people.withdrawLinks({ kind: 'set-up' });
    const expiresAt = new Date(Date.now() + SET_UP_MS);
    return linkPath(await people.makeLink({ kind: 'set-up', role: 'admin', expiresAt }));
  }

  /** Throws `unauthorized` in the same words for a wrong address and a wrong password, `too_many_requests` after too many tries. */
  async signIn(body: unknown, headers: Headers): Promise<WithCookies<{ ok: true }>> {
    const parsed = signInSchema.safeParse(body);
    const address = headers.get(ADDRESS_HEADER) ?? undefined;
    await this.#byAddress.take(addressKey(address ?? ''));
    if (!parsed.success) throw wrongSignIn();
    const { email, password } = parsed.data;
    const auth = this.auth();
    try {
      await this.#byAccount.take(email);
    } catch (thrown) {
      await this.keep(
        { action: 'sign_in', outcome: 'refused', detail: `${email}: too many attempts` },
        undefined,
        address,
      );
      throw thrown;
    }
    const cookies = await auth.signIn(email, password, headers);
    if (cookies === undefined) {
      await this.keep({ action: 'sign_in', outcome: 'failed', detail: email }, undefined, address);
      throw wrongSignIn();
    }
    await this.#byAccount.forget(email);
    return { body: { ok: true }, cookies };
  }

  async signOut(headers: Headers): Promise<WithCookies<{ ok: true }>> {
    const owner = await this.auth().sessionOf(headers);
    const cookies = await this.auth().signOut(headers);
    if (owner !== undefined) await this.keep({ action: 'sign_out' }, owner, headers.get(ADDRESS_HEADER) ?? undefined);
    return { body: { ok: true }, cookies };
  }

  async link(token: string): Promise<OneTimeLinkView> {
    const link = await this.#options.records.people.link(token);
    if (link === undefined) throw deadLink();
    const person = link.personId === undefined ? undefined : await this.#options.records.people.find(link.personId);
    return {
      kind: link.kind,
      ...(link.email === undefined ? {} : { email: link.email }),
      ...(person === undefined ? {} : { name: person.name }),
      ...(link.role === undefined ? {} : { role: link.role }),
      expiresAt: link.expiresAt.toISOString(),
    };
  }

  /** Uses a link up, and signs the person in. */
  async accept(body: unknown, headers: Headers): Promise<WithCookies<{ ok: true }>> {
    const address = headers.get(ADDRESS_HEADER) ?? undefined;
    await this.#byAddress.take(addressKey(address ?? ''));
    const parsed = acceptLinkSchema.safeParse(body);
    if (!parsed.success)
      throw new JoineryError('bad_request', parsed.error.issues[0]?.message ?? 'The request is not as expected.');
    const { people, owners, inTurn } = this.#options.records;
    const link = await people.link(parsed.data.token);
    if (link === undefined) throw deadLink();
    const auth = this.auth();
    if (link.kind === 'reset') {
      const person = link.personId === undefined ? undefined : await people.find(link.personId);
      if (person === undefined || !(await people.takeLink(link.id))) throw deadLink();
      await auth.setPassword(person.id, parsed.data.password);
      await people.endSessions(person.id);
      await this.keep({ action: 'password_changed', objectKind: 'person', objectId: person.id }, person, address);
      return this.#enterAs(person.email, parsed.data.password, headers);
    }
    const { name, email } = await this.#newcomer(link.email, parsed.data);
    const role = link.role ?? 'viewer';
    // One at a time: two set-up links must not make two first admins.
    const id = await inTurn('joining', async () => {
      if (link.kind === 'set-up' && (await people.count()) > 0) throw deadLink();
      if (!(await people.takeLink(link.id))) throw deadLink();
      return auth.join({ name, email, role, password: parsed.data.password });
    });
    if (link.kind === 'set-up') await owners.handOver(LOCAL_PERSON_ID, id);
    const action = link.kind === 'set-up' ? 'set_up' : 'joined';
    await this.keep(
      { action, objectKind: 'person', objectId: id, detail: `${email} as ${role}` },
      { id, name },
      address,
    );
    return this.#enterAs(email, parsed.data.password, headers);
  }

  async #newcomer(invited: string | undefined, given: AcceptLink): Promise<{ name: string; email: string }> {
    const email = invited ?? given.email;
    if (email === undefined || given.name === undefined)
      throw new JoineryError('bad_request', 'Name and e-mail address are needed.');
    if ((await this.#options.records.people.findByEmail(email)) !== undefined)
      throw new JoineryError('conflict', `${email} is here already.`, { hint: 'Sign in.' });
    return { name: given.name, email };
  }

  async #enterAs(email: string, password: string, headers: Headers): Promise<WithCookies<{ ok: true }>> {
    return { body: { ok: true }, cookies: (await this.auth().signIn(email, password, headers)) ?? [] };
  }

  /** The requests of signing in through a provider; nothing else of better-auth is reachable. */
  async handleProvider(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const isStart = request.method === 'POST' && pathname === '/api/auth/sign-in/social';
    const isCallback = /^\/api\/auth\/callback\/[\w-]+$/.test(pathname);
    if (!isStart && !isCallback) throw new JoineryError('not_found', 'There is nothing here.');
    await this.#byAddress.take(addressKey(request.headers.get(ADDRESS_HEADER) ?? ''));
    return this.auth().handle(isStart ? await providerStart(request) : request);
  }
}

/** Only what our own page sends: the library would also take an ID token in the body, or go on to other pages. */
async function providerStart(request: Request): Promise<Request> {
  const parsed = providerStartSchema.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) throw new JoineryError('bad_request', 'The request is not as expected.');
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(parsed.data) });
}

const wrongSignIn = (): JoineryError =>
  new JoineryError('unauthorized', 'E-mail address or password are not right.', {
    hint: 'An admin can make you a link for a new password.',
  });

const deadLink = (): JoineryError =>
  new JoineryError('not_found', 'This link does not open anything.', {
    hint: 'It may have been used, withdrawn, or have expired. Ask an admin for a new one.',
  });
