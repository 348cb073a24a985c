import { randomUUID } from 'node:crypto';
import type { AssistantCall } from '../../lib/contract/assistant.ts';
import { type ResultDescription, resultDescriptionSchema } from '../../lib/contract/description.ts';
import { currentCaller } from '../access/current-caller.ts';
import { JoineryError } from '../errors.ts';
import { type Client, serially, stored } from './database.ts';
import { owned, queriesSeenWhere, TEAM } from './owner.ts';

const MOST_DOCUMENTS = 500;

/** What the assistant keeps: descriptions of results, and a row for each question to a model. */
export interface AssistantRecords {
  description(runId: string): Promise<ResultDescription | undefined>;
  /**
   * The one saved last for another run of the same document, or of the saved query that the document is of: there by anybody who may change the query. None of another person's document, nor of a
   * query that the person may not see.
   */
  latestOfDocument(documentId: string): Promise<ResultDescription | undefined>;
  /** Throws `conflict` if the version is not the one kept. */
  saveDescription(description: ResultDescription): Promise<ResultDescription>;
  insertCall(call: Omit<AssistantCall, 'id' | 'cost'>): Promise<void>;
  /** Newest first. */
  calls(limit: number): Promise<AssistantCall[]>;
}

export function assistantRecords(client: Client): AssistantRecords {
  return {
    description: (runId) =>
      stored(async () => {
        const record = await client.resultDescription.findUnique({ where: { runId } });
        return record === null ? undefined : fromRecord(record);
      }),
    latestOfDocument: (documentId) =>
      stored(async () => {
        const select = { ownerId: true, queryId: true } as const;
        const document = await client.document.findUnique({ where: { id: documentId }, select });
        const { ownerId } = owned();
        if (ownerId !== undefined && document?.ownerId !== ownerId) return undefined;
        const others = document?.queryId == null ? [] : await documentsOfQuery(client, document.queryId);
        const record = await client.resultDescription.findFirst({
          where: { documentId: { in: [documentId, ...others] } },
          orderBy: { updatedAt: 'desc' },
        });
        return record === null ? undefined : fromRecord(record);
      }),
    saveDescription: (description) => stored(() => saveDescription(client, description)),
    insertCall: (call) =>
      stored(async () => {
        const { connections, at, inputTokens, outputTokens, error, ...rest } = call;
        await client.assistantCall.create({
          data: {
            ...rest,
            who: currentCaller()?.email || rest.who,
            id: randomUUID(),
            at: new Date(at),
            connections: JSON.stringify(connections),
            inputTokens: inputTokens ?? null,
            outputTokens: outputTokens ?? null,
            error: error ?? null,
          },
        });
      }),
    calls: (limit) =>
      stored(async () => {
        const caller = currentCaller();
        // Admins see what everybody asked, others what they did.
        const where = caller === undefined || caller.role === 'admin' ? {} : { who: caller.email };
        const records = await client.assistantCall.findMany({ where, orderBy: { at: 'desc' }, take: limit });
        return records.map(({ at, connections, inputTokens, outputTokens, error, outcome, ...rest }) => ({
          ...rest,
          at: at.toISOString(),
          connections: JSON.parse(connections) as AssistantCall['connections'],
          outcome: outcome as AssistantCall['outcome'],
          ...(inputTokens === null ? {} : { inputTokens }),
          ...(outputTokens === null ? {} : { outputTokens }),
          ...(error === null ? {} : { error }),
        }));
      }),
  };
}

/** The latest tabs that a query was changed in, of people who may change it; none of a query that the person may not see. */
async function documentsOfQuery(client: Client, queryId: string): Promise<string[]> {
  const grants = { where: { access: 'edit' }, select: { grantee: true } } as const;
  const query = await client.query.findFirst({
    where: { id: queryId, ...queriesSeenWhere() },
    select: { ownerId: true, grants },
  });
  if (query === null) return [];
  const editors = [query.ownerId, ...query.grants.map(({ grantee }) => grantee)];
  const documents = await client.document.findMany({
    where: { queryId, ...(editors.includes(TEAM) ? {} : { ownerId: { in: editors } }) },
    select: { id: true },
    orderBy: { updatedAt: 'desc' },
    take: MOST_DOCUMENTS,
  });
  return documents.map(({ id }) => id);
}

interface DescriptionRecord {
  readonly body: string;
  readonly version: number;
  readonly updatedAt: Date;
}

const fromRecord = ({ body, version, updatedAt }: DescriptionRecord): ResultDescription => ({
  ...resultDescriptionSchema.parse(JSON.parse(body)),
  version,
  updatedAt: updatedAt.toISOString(),
});

/** The first save makes the row; each later one changes it only over the version that it names. */
async function saveDescription(client: Client, description: ResultDescription): Promise<ResultDescription> {
  const { runId, documentId, version } = description;
  const body = JSON.stringify(description);
  const next = { body, version: version + 1, updatedAt: new Date() };
  const record = await serially(client, `description ${runId}`, async (transaction) => {
    const kept = await transaction.resultDescription.findUnique({ where: { runId }, select: { version: true } });
    if ((kept?.version ?? 0) !== version) return undefined;
    return transaction.resultDescription.upsert({
      where: { runId },
      create: { runId, documentId: documentId ?? null, ...next },
      update: next,
    });
  });
  if (record !== undefined) return fromRecord(record);
  throw new JoineryError(
    'conflict',
    'This description was changed in another window meanwhile; nothing was overwritten.',
    {
      hint: 'Read it again to see that version.',
    },
  );
}
