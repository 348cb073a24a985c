import { randomUUID } from 'node:crypto';
import {
  documentKindSchema,
  MAX_OPEN_DOCUMENTS,
  type SaveDocument,
  type SqlDocument,
} from '../../lib/contract/document.ts';
import { JoineryError } from '../errors.ts';
import type { HistoryService } from '../workbench.ts';
import { type Client, serially } from './database.ts';
import type { Document as DocumentRecord } from './generated/client.ts';
import { owned, ownerNow } from './owner.ts';

type NewDocument = Parameters<HistoryService['createDocument']>[0];

const unknownDocument = (): JoineryError => new JoineryError('not_found', 'There is no such document.');

const tooManyOpen = (): JoineryError =>
  new JoineryError('bad_request', `${MAX_OPEN_DOCUMENTS} tabs are open, which is the most there may be.`, {
    hint: 'Close some first: what they hold stays, and can be reopened.',
  });

function fromRecord(record: DocumentRecord): SqlDocument {
  return {
    id: record.id,
    kind: documentKindSchema.parse(record.kind),
    title: record.title,
    text: record.text,
    target: record.target,
    rowLimit: record.rowLimit,
    position: record.position,
    isOpen: record.isOpen,
    ...(record.lastRunId === null ? {} : { lastRunId: record.lastRunId }),
    ...(record.queryId === null ? {} : { queryId: record.queryId }),
    ...(record.queryVersion === null ? {} : { queryVersion: record.queryVersion }),
    version: record.version,
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** `wanted`, or `wanted 2`, `wanted 3` ... if an open document has that title. */
export function freeTitle(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const ending = ` ${number}`;
    const title = wanted.slice(0, 200 - ending.length) + ending;
    if (!taken.has(title)) return title;
  }
}

export async function openDocuments(client: Client): Promise<SqlDocument[]> {
  const records = await client.document.findMany({
    where: { isOpen: true, ...owned() },
    orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
  });
  return records.map(fromRecord);
}

export async function closedDocuments(client: Client, limit: number): Promise<SqlDocument[]> {
  const records = await client.document.findMany({
    where: { isOpen: false, ...owned() },
    orderBy: [{ closedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return records.map(fromRecord);
}

export async function findDocument(client: Client, id: string): Promise<SqlDocument> {
  const record = await client.document.findUnique({ where: { id } });
  if (record === null) throw unknownDocument();
  return fromRecord(record);
}

/** A new open document behind the last tab, under a title of its own. */
export async function createDocument(client: Client, document: NewDocument): Promise<SqlDocument> {
  const ownerId = ownerNow();
  const record = await serially(client, `tabs ${ownerId}`, async (transaction) => {
    const open = await transaction.document.findMany({
      where: { isOpen: true, ownerId },
      select: { title: true, position: true },
    });
    if (open.length >= MAX_OPEN_DOCUMENTS) throw tooManyOpen();
    const title = freeTitle(document.title, new Set(open.map((other) => other.title)));
    const position = open.reduce((last, other) => Math.max(last, other.position), -1) + 1;
    const { kind = 'statement', text, target, rowLimit } = document;
    const rest = { isOpen: true, version: 1, updatedAt: new Date() };
    return transaction.document.create({
      data: { id: randomUUID(), ownerId, kind, title, text, target, rowLimit, position, ...rest },
    });
  });
  return fromRecord(record);
}

/** Throws if the document is closed and would be one open tab too many. */
async function checkRoomFor(client: Client, id: string): Promise<void> {
  const kept = await client.document.findUnique({ where: { id }, select: { isOpen: true, ownerId: true } });
  if (kept === null || kept.isOpen) return;
  const open = await client.document.count({ where: { isOpen: true, ownerId: kept.ownerId } });
  if (open >= MAX_OPEN_DOCUMENTS) throw tooManyOpen();
}

/** Saves if `version` is still the one kept: the check and the write are one statement. */
export async function saveDocument(client: Client, document: SaveDocument): Promise<SqlDocument> {
  const { id, version, lastRunId, queryId, queryVersion, ...fields } = document;
  const now = new Date();
  if (fields.isOpen) await checkRoomFor(client, id);
  const saved = await client.document.updateManyAndReturn({
    where: { id, version },
    data: {
      ...fields,
      ...(lastRunId === undefined ? {} : { lastRunId }),
      ...(queryId === undefined ? {} : { queryId }),
      ...(queryVersion === undefined ? {} : { queryVersion }),
      closedAt: fields.isOpen ? null : now,
      updatedAt: now,
      version: { increment: 1 },
    },
  });
  const [record] = saved;
  if (record !== undefined) return fromRecord(record);
  const kept = await findDocument(client, id);
  throw new JoineryError(
    'conflict',
    `“${kept.title}” was changed in another window meanwhile; nothing was overwritten.`,
    {
      hint: 'Open it again to see that version, or keep yours as a new document.',
    },
  );
}
