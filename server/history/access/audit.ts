import { randomUUID } from 'node:crypto';
import { type AuditEntry, type AuditList, type AuditQuery, auditActionSchema } from '../../../lib/contract/person.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type Client, stored } from '../database.ts';
import type { AuditEntry as AuditRecord, Prisma } from '../generated/client.ts';

export interface AuditRecords {
  add(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void>;
  list(query: AuditQuery): Promise<AuditList>;
}

const LONGEST_DETAIL = 500;

export function auditRecords(client: Client): AuditRecords {
  return {
    add: ({ person, action, outcome, objectKind, objectId, address, detail }) =>
      stored(async () => {
        await client.auditEntry.create({
          data: {
            id: randomUUID(),
            at: new Date(),
            personId: person?.id ?? null,
            personName: person?.name ?? null,
            action,
            outcome,
            objectKind: objectKind ?? null,
            objectId: objectId?.slice(0, LONGEST_DETAIL) ?? null,
            address: address ?? null,
            detail: detail?.slice(0, LONGEST_DETAIL) ?? null,
          },
        });
      }),
    list: (query) => stored(() => list(client, query)),
  };
}

async function list(client: Client, query: AuditQuery): Promise<AuditList> {
  const { personId, action, outcome, from, to, cursor, limit } = query;
  const where: Prisma.AuditEntryWhereInput = {
    ...(personId === undefined ? {} : { personId }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    at: { ...(from === undefined ? {} : { gte: new Date(from) }), ...(to === undefined ? {} : { lt: new Date(to) }) },
  };
  if (cursor !== undefined) {
    const { startedAt, id } = decodeCursor(cursor);
    where.AND = [{ OR: [{ at: { lt: startedAt } }, { at: startedAt, id: { lt: id } }] }];
  }
  const orderBy = [{ at: 'desc' as const }, { id: 'desc' as const }];
  const records = await client.auditEntry.findMany({ where, orderBy, take: limit + 1 });
  const shown = records.slice(0, limit);
  const last = shown.at(-1);
  return {
    entries: shown.map(fromRecord),
    ...(records.length > limit && last !== undefined
      ? { nextCursor: encodeCursor({ startedAt: last.at, id: last.id }) }
      : {}),
  };
}

const fromRecord = (record: AuditRecord): AuditEntry => ({
  id: record.id,
  at: record.at.toISOString(),
  ...(record.personId === null ? {} : { person: { id: record.personId, name: record.personName ?? '' } }),
  action: auditActionSchema.parse(record.action),
  outcome: record.outcome as AuditEntry['outcome'],
  ...(record.objectKind === null ? {} : { objectKind: record.objectKind }),
  ...(record.objectId === null ? {} : { objectId: record.objectId }),
  ...(record.address === null ? {} : { address: record.address }),
  ...(record.detail === null ? {} : { detail: record.detail }),
});
