/** People of team mode, their sessions, and links that work once. Sign-in itself is better-auth's, on the same tables. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Invitation, Person, Role, SignedInSession } from '../../../lib/contract/person.ts';
import { roleSchema } from '../../../lib/contract/person.ts';
import { type Client, stored } from '../database.ts';
import type { Prisma } from '../generated/client.ts';

export type LinkKind = 'set-up' | 'invitation' | 'reset';
export interface OneTimeLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly personId?: string | undefined;
  readonly createdById?: string | undefined;
  readonly expiresAt: Date;
}

export interface PeopleRecords {
  count(): Promise<number>;
  list(): Promise<Person[]>;
  find(id: string): Promise<Person | undefined>;
  /** What each request of a token has to know of its person: one read of one row. */
  standing(id: string): Promise<Pick<Person, 'id' | 'name' | 'email' | 'role' | 'isActive'> | undefined>;
  /** Whether they may sign in with a password. */
  hasPassword(id: string): Promise<boolean>;
  findByEmail(email: string): Promise<Person | undefined>;
  names(ids?: readonly string[]): Promise<{ id: string; name: string }[]>;
  /** Links that somebody made as an admin open nothing once they are none. */
  setRole(id: string, role: Role): Promise<void>;
  /** Leaving ends sessions, tokens and links, their own and those that they made, in the same moment. */
  setActive(id: string, isActive: boolean): Promise<void>;
  activeAdmins(): Promise<number>;
  noteSeen(id: string): Promise<void>;
  sessions(personId: string): Promise<Omit<SignedInSession, 'isCurrent'>[]>;
  session(id: string): Promise<{ personId: string } | undefined>;
  endSession(id: string): Promise<void>;
  endSessions(personId: string, exceptId?: string): Promise<void>;
  /** The token is told only here. */
  makeLink(link: Omit<OneTimeLink, 'id'>): Promise<string>;
  /** Undefined for unknown, used, expired and withdrawn ones alike. */
  link(token: string): Promise<OneTimeLink | undefined>;
  /** Uses it up; false if somebody else was faster. */
  takeLink(id: string): Promise<boolean>;
  invitations(): Promise<Invitation[]>;
  withdrawLink(id: string): Promise<boolean>;
  withdrawLinks(of: { kind: LinkKind; email?: string; personId?: string }): Promise<void>;
}

const TOKEN_BYTES = 24;
/** What better-auth calls a password among the ways to sign in. */
const PASSWORD_PROVIDER = 'credential';
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const open = () => ({ usedAt: null, withdrawnAt: null, expiresAt: { gt: new Date() } });

export function peopleRecords(client: Client): PeopleRecords {
  const find = (where: { id: string } | { email: string }) =>
    stored(async () => {
      const record = await client.user.findUnique({ where, include: { accounts: { select: { providerId: true } } } });
      return record === null ? undefined : personOf(record);
    });
  const endLinks = (of: Prisma.OneTimeLinkWhereInput) =>
    client.oneTimeLink.updateMany({ where: { ...of, usedAt: null }, data: { withdrawnAt: new Date() } });
  return {
    count: () => stored(() => client.user.count()),
    list: () =>
      stored(async () => {
        const include = { accounts: { select: { providerId: true } } };
        return (await client.user.findMany({ include, orderBy: { name: 'asc' } })).map(personOf);
      }),
    find: (id) => find({ id }),
    standing: (id) =>
      stored(async () => {
        const select = { id: true, name: true, email: true, role: true, isActive: true } as const;
        const record = await client.user.findUnique({ where: { id }, select });
        return record === null ? undefined : { ...record, role: roleSchema.parse(record.role) };
      }),
    hasPassword: (userId) =>
      stored(async () => {
        const where = { userId, providerId: PASSWORD_PROVIDER };
        return (await client.account.findFirst({ where, select: { id: true } })) !== null;
      }),
    findByEmail: (email) => find({ email }),
    names: (ids) =>
      stored(() =>
        client.user.findMany({
          where: ids === undefined ? { isActive: true } : { id: { in: [...ids] } },
          select: { id: true, name: true },
          orderBy: { name: 'asc' },
        }),
      ),
    setRole: (id, role) =>
      stored(async () => {
        const ending = role === 'admin' ? [] : [endLinks({ createdById: id })];
        await client.$transaction([client.user.update({ where: { id }, data: { role } }), ...ending]);
      }),
    setActive: (id, isActive) =>
      stored(async () => {
        const ending = isActive
          ? []
          : [
              client.session.deleteMany({ where: { userId: id } }),
              client.apiToken.updateMany({
                where: { personId: id, revokedAt: null },
                data: { revokedAt: new Date() },
              }),
              endLinks({ OR: [{ personId: id }, { createdById: id }] }),
            ];
        await client.$transaction([client.user.update({ where: { id }, data: { isActive } }), ...ending]);
      }),
    activeAdmins: () => stored(() => client.user.count({ where: { role: 'admin', isActive: true } })),
    noteSeen: (id) =>
      stored(async () => void (await client.user.updateMany({ where: { id }, data: { lastSeenAt: new Date() } }))),
    sessions: (personId) =>
      stored(async () => {
        const where = { userId: personId, expiresAt: { gt: new Date() } };
        const records = await client.session.findMany({ where, orderBy: { createdAt: 'desc' } });
        return records.map((record) => ({
          id: record.id,
          personId,
          createdAt: record.createdAt.toISOString(),
          expiresAt: record.expiresAt.toISOString(),
          ...(record.ipAddress === null || record.ipAddress === '' ? {} : { address: record.ipAddress }),
          ...(record.userAgent === null || record.userAgent === '' ? {} : { browser: record.userAgent }),
        }));
      }),
    session: (id) =>
      stored(async () => {
        const record = await client.session.findUnique({ where: { id }, select: { userId: true } });
        return record === null ? undefined : { personId: record.userId };
      }),
    endSession: (id) => stored(async () => void (await client.session.deleteMany({ where: { id } }))),
    endSessions: (userId, exceptId) =>
      stored(async () => {
        const but = exceptId === undefined ? {} : { NOT: { id: exceptId } };
        await client.session.deleteMany({ where: { userId, ...but } });
      }),
    makeLink: (link) =>
      stored(async () => {
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
        const { kind, email = null, role = null, personId = null, createdById = null, expiresAt } = link;
        const rest = { kind, email, role, personId, createdById, expiresAt, createdAt: new Date() };
        await client.oneTimeLink.create({ data: { id: randomUUID(), tokenHash: hashOf(token), ...rest } });
        return token;
      }),
    link: (token) =>
      stored(async () => {
        const record = await client.oneTimeLink.findFirst({ where: { tokenHash: hashOf(token), ...open() } });
        if (record === null) return undefined;
        return {
          id: record.id,
          kind: record.kind as LinkKind,
          email: record.email ?? undefined,
          role: record.role === null ? undefined : roleSchema.parse(record.role),
          personId: record.personId ?? undefined,
          createdById: record.createdById ?? undefined,
          expiresAt: record.expiresAt,
        };
      }),
    takeLink: (id) =>
      stored(async () => {
        const used = await client.oneTimeLink.updateMany({ where: { id, ...open() }, data: { usedAt: new Date() } });
        return used.count === 1;
      }),
    invitations: () => stored(() => invitations(client)),
    withdrawLink: (id) =>
      stored(async () => {
        const where = { id, kind: 'invitation', ...open() };
        return (await client.oneTimeLink.updateMany({ where, data: { withdrawnAt: new Date() } })).count === 1;
      }),
    withdrawLinks: (of) =>
      stored(async () => {
        await endLinks(of);
      }),
  };
}

async function invitations(client: Client): Promise<Invitation[]> {
  const records = await client.oneTimeLink.findMany({
    where: { kind: 'invitation', ...open() },
    orderBy: { createdAt: 'desc' },
  });
  const ids = records.flatMap(({ createdById }) => createdById ?? []);
  const people = await client.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return records.map((record) => ({
    id: record.id,
    email: record.email ?? '',
    role: roleSchema.parse(record.role),
    invitedBy: people.find(({ id }) => id === record.createdById)?.name ?? '',
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
  }));
}

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly accounts: readonly { readonly providerId: string }[];
}

const personOf = (record: UserRecord): Person => ({
  id: record.id,
  name: record.name,
  email: record.email,
  role: roleSchema.parse(record.role),
  isActive: record.isActive,
  createdAt: record.createdAt.toISOString(),
  ...(record.lastSeenAt === null ? {} : { lastSeenAt: record.lastSeenAt.toISOString() }),
  signIn: record.accounts.map(({ providerId }) => (providerId === PASSWORD_PROVIDER ? 'password' : providerId)),
});
