import { randomBytes, randomUUID } from 'node:crypto';
import { type ApiToken, type NewToken, type NewTokenRequest, tokenScopeSchema } from '../../../lib/contract/person.ts';
import { JoineryError } from '../../errors.ts';
import { type Client, stored } from '../database.ts';
import type { ApiToken as TokenRecord } from '../generated/client.ts';
import { hashOf } from './people.ts';

/** Tokens for scripts: only hashes are kept. */
export interface TokenRecords {
  list(personId?: string): Promise<ApiToken[]>;
  create(personId: string, request: NewTokenRequest): Promise<NewToken>;
  /** Throws `not_found`; `personId` = only one of theirs. */
  revoke(id: string, personId?: string): Promise<ApiToken>;
  /** The token of this value, if it is still good; notes that it was used. */
  use(value: string): Promise<ApiToken | undefined>;
}

export const TOKEN_PREFIX = 'jny_';
const DAY_MS = 86_400_000;
const SHOWN = TOKEN_PREFIX.length + 4;
/** "Last used" is told to the minute, so that not each request writes. */
const USE_STEP_MS = 60_000;

export function tokenRecords(client: Client): TokenRecords {
  return {
    list: (personId) =>
      stored(async () => {
        const where = personId === undefined ? {} : { personId };
        return (await client.apiToken.findMany({ where, orderBy: { createdAt: 'desc' } })).map(fromRecord);
      }),
    create: (personId, { name, scopes, days }) =>
      stored(async () => {
        const value = TOKEN_PREFIX + randomBytes(32).toString('base64url');
        const createdAt = new Date();
        const record = await client.apiToken.create({
          data: {
            id: randomUUID(),
            personId,
            name,
            hash: hashOf(value),
            start: value.slice(0, SHOWN),
            scopes: JSON.stringify([...new Set(scopes)]),
            createdAt,
            expiresAt: new Date(createdAt.getTime() + days * DAY_MS),
          },
        });
        return { token: fromRecord(record), value };
      }),
    revoke: (id, personId) =>
      stored(async () => {
        const where = { id, ...(personId === undefined ? {} : { personId }) };
        await client.apiToken.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } });
        const record = await client.apiToken.findFirst({ where });
        if (record === null) throw new JoineryError('not_found', 'There is no such token.');
        return fromRecord(record);
      }),
    use: (value) =>
      stored(async () => {
        const record = await client.apiToken.findUnique({ where: { hash: hashOf(value) } });
        const now = Date.now();
        if (record === null || record.revokedAt !== null || record.expiresAt.getTime() <= now) return undefined;
        if (now - (record.lastUsedAt?.getTime() ?? 0) > USE_STEP_MS)
          await client.apiToken.update({ where: { id: record.id }, data: { lastUsedAt: new Date(now) } });
        return fromRecord(record);
      }),
  };
}

const fromRecord = (record: TokenRecord): ApiToken => ({
  id: record.id,
  personId: record.personId,
  name: record.name,
  start: record.start,
  scopes: (JSON.parse(record.scopes) as unknown[]).map((scope) => tokenScopeSchema.parse(scope)),
  createdAt: record.createdAt.toISOString(),
  expiresAt: record.expiresAt.toISOString(),
  ...(record.lastUsedAt === null ? {} : { lastUsedAt: record.lastUsedAt.toISOString() }),
  ...(record.revokedAt === null ? {} : { revokedAt: record.revokedAt.toISOString() }),
});
