/** Saved queries, their versions and links, on disk when the promise has settled. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { documentKindSchema } from '../../lib/contract/document.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type {
  NewShare,
  Query,
  QueryList,
  QueryVersion,
  SaveQuery,
  Share,
  SharedView,
  ShareRequest,
} from '../../lib/contract/query.ts';
import { JoineryError } from '../errors.ts';
import type { QueryFilter, QueryService } from '../workbench.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Client, stored } from './database.ts';
import {
  Prisma,
  type Query as QueryRecord,
  type QueryShare as ShareRecord,
  type QueryVersion as VersionRecord,
} from './generated/client.ts';
import { ownerNow, queriesSeen, queriesSeenWhere } from './owner.ts';
import { findRun } from './runs.ts';

const LIST_TEXT = 500;
const TOKEN_BYTES = 24;

export function queryRecords(client: Client): QueryService {
  return {
    list: (filter) => stored(() => listQueries(client, filter)),
    get: (id) => stored(() => findQuery(client, id)),
    named: (name) => stored(() => findNamed(client, name)),
    save: (request) =>
      stored(() => (request.id === undefined ? insert(client, request) : update(client, request.id, request))),
    setFavourite: (id, isFavourite) => stored(() => setFavourite(client, id, isFavourite)),
    remove: (id) => stored(() => remove(client, id)),
    versions: (id) => stored(() => versionsOf(client, id)),
    restore: (id, version) => stored(() => restore(client, id, version)),
    share: (request) => stored(() => share(client, request)),
    shares: (queryId) => stored(() => sharesOf(client, queryId)),
    revoke: (shareId) => stored(() => revoke(client, shareId)),
    openShared: (token) => stored(() => openShared(client, token)),
  };
}

const unknownQuery = (): JoineryError => new JoineryError('not_found', 'There is no such query.');

const contentOf = (record: QueryRecord | VersionRecord) => ({
  title: record.title,
  description: record.description,
  kind: documentKindSchema.parse(record.kind),
  text: record.text,
  target: record.target,
  rowLimit: record.rowLimit,
  parameters: JSON.parse(record.parameters) as StatementParameter[],
});

const fromRecord = (record: QueryRecord): Query => ({
  ...contentOf(record),
  id: record.id,
  version: record.version,
  tags: JSON.parse(record.tags) as string[],
  collection: record.collection,
  isFavourite: record.isFavourite,
  createdAt: record.createdAt.toISOString(),
  updatedAt: record.updatedAt.toISOString(),
});

const versionFrom = (record: VersionRecord): QueryVersion => ({
  ...contentOf(record),
  version: record.version,
  savedAt: record.savedAt.toISOString(),
});

const shareFrom = (record: ShareRecord): Share => ({
  id: record.id,
  queryId: record.queryId,
  ...(record.runId === null ? {} : { runId: record.runId }),
  createdAt: record.createdAt.toISOString(),
  ...(record.expiresAt === null ? {} : { expiresAt: record.expiresAt.toISOString() }),
  ...(record.revokedAt === null ? {} : { revokedAt: record.revokedAt.toISOString() }),
  views: record.views,
});

/** The columns that a version keeps. */
const versionData = ({ title, description, kind, text, target, rowLimit, parameters }: SaveQuery) => ({
  title,
  description,
  kind,
  text,
  target,
  rowLimit,
  parameters: JSON.stringify(parameters),
});

const wholeData = (request: SaveQuery) => ({
  ...versionData(request),
  tags: JSON.stringify([...new Set(request.tags)]),
  collection: request.collection,
  searchText: [request.title, request.description, request.tags.join(' '), request.text].join('\n').toLowerCase(),
});

async function listQueries(client: Client, filter: QueryFilter): Promise<QueryList> {
  const words = (filter.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const conditions = [
    queriesSeen(),
    ...words.map((word) => Prisma.sql`instr("searchText", ${word}) > 0`),
    ...(filter.tag === undefined
      ? []
      : [Prisma.sql`EXISTS (SELECT 1 FROM json_each("tags") WHERE json_each."value" = ${filter.tag})`]),
    ...(filter.collection === undefined ? [] : [Prisma.sql`"collection" = ${filter.collection}`]),
    ...(filter.isFavourite === true ? [Prisma.sql`"isFavourite"`] : []),
  ];
  if (filter.cursor !== undefined) {
    const { startedAt, id } = decodeCursor(filter.cursor);
    conditions.push(Prisma.sql`("updatedAt", "id") < (${startedAt}, ${id})`);
  }
  const found = await client.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT "id" FROM "Query" WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY "updatedAt" DESC, "id" DESC LIMIT ${filter.limit + 1}`,
  );
  const records = await client.query.findMany({
    where: { id: { in: found.slice(0, filter.limit).map(({ id }) => id) } },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
  });
  const last = records.at(-1);
  const tags = await client.$queryRaw<{ value: string }[]>(
    Prisma.sql`SELECT DISTINCT json_each."value" AS "value" FROM "Query", json_each("tags") WHERE ${queriesSeen()} ORDER BY 1`,
  );
  const collections = await client.query.findMany({
    where: { collection: { not: '' }, ...queriesSeenWhere() },
    distinct: ['collection'],
    select: { collection: true },
    orderBy: { collection: 'asc' },
  });
  return {
    queries: records.map((record) => ({ ...fromRecord(record), text: record.text.slice(0, LIST_TEXT) })),
    ...(found.length > filter.limit && last !== undefined
      ? { nextCursor: encodeCursor({ startedAt: last.updatedAt, id: last.id }) }
      : {}),
    tags: tags.map(({ value }) => value),
    collections: collections.map(({ collection }) => collection),
  };
}

async function findQuery(client: Client, id: string): Promise<Query> {
  const record = await client.query.findUnique({ where: { id } });
  if (record === null) throw unknownQuery();
  return fromRecord(record);
}

async function findNamed(client: Client, name: string): Promise<Query> {
  const records = await client.query.findMany({
    where: { AND: [queriesSeenWhere(), { OR: [{ id: name }, { title: name }] }] },
    take: 2,
  });
  const [record, other] = records;
  if (record === undefined) {
    throw new JoineryError('not_found', `No query has the id or the title “${name}”.`, {
      hint: 'The list of queries names them all; a title must be whole.',
    });
  }
  if (other !== undefined) {
    throw new JoineryError('bad_request', `More than one query has the title “${name}”.`, {
      hint: 'Say the id of the one that is meant.',
    });
  }
  return fromRecord(record);
}

async function insert(client: Client, request: SaveQuery): Promise<Query> {
  const id = randomUUID();
  const now = new Date();
  const record = await client.query.create({
    data: {
      ...wholeData(request),
      id,
      ownerId: ownerNow(),
      version: 1,
      createdAt: now,
      updatedAt: now,
      versions: { create: { ...versionData(request), version: 1, savedAt: now } },
    },
  });
  return fromRecord(record);
}

/** The check of the version and the write are one statement. A save that changes no content makes no new version. */
async function update(client: Client, id: string, request: SaveQuery): Promise<Query> {
  const kept = await findQuery(client, id);
  const version = request.version ?? kept.version;
  const now = new Date();
  const isChanged = JSON.stringify(versionData(request)) !== JSON.stringify(versionData({ ...kept, id, version }));
  return client.$transaction(async (transaction) => {
    const [record] = await transaction.query.updateManyAndReturn({
      where: { id, version },
      data: { ...wholeData(request), updatedAt: now, ...(isChanged ? { version: { increment: 1 } } : {}) },
    });
    if (record === undefined) {
      throw new JoineryError(
        'conflict',
        `“${kept.title}” was saved by somebody else meanwhile; nothing was overwritten.`,
        {
          hint: 'Look at that version, then save yours over it or as a new query.',
        },
      );
    }
    if (isChanged)
      await transaction.queryVersion.create({
        data: { ...versionData(request), queryId: id, version: record.version, savedAt: now },
      });
    return fromRecord(record);
  });
}

async function setFavourite(client: Client, id: string, isFavourite: boolean): Promise<Query> {
  const [record] = await client.query.updateManyAndReturn({ where: { id }, data: { isFavourite } });
  if (record === undefined) throw unknownQuery();
  return fromRecord(record);
}

async function remove(client: Client, id: string): Promise<void> {
  const { count } = await client.query.deleteMany({ where: { id } });
  if (count === 0) throw unknownQuery();
}

async function versionsOf(client: Client, id: string): Promise<QueryVersion[]> {
  await findQuery(client, id);
  const records = await client.queryVersion.findMany({ where: { queryId: id }, orderBy: { version: 'desc' } });
  return records.map(versionFrom);
}

/** The old content as a new version: nothing is lost by it. */
async function restore(client: Client, id: string, version: number): Promise<Query> {
  const kept = await findQuery(client, id);
  const record = await client.queryVersion.findUnique({ where: { queryId_version: { queryId: id, version } } });
  if (record === null) throw new JoineryError('not_found', `“${kept.title}” has no version ${version}.`);
  const { tags, collection } = kept;
  return update(client, id, { ...contentOf(record), tags, collection, id, version: kept.version });
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

async function share(client: Client, { queryId, runId, expiresAt }: ShareRequest): Promise<NewShare> {
  const query = await findQuery(client, queryId);
  if (runId !== undefined && !(await findRun(client, runId)).hasResult) {
    throw new JoineryError('not_found', 'This run has no stored result to share.', {
      hint: 'Run it again, then share it.',
    });
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const record = await client.queryShare.create({
    data: {
      id: randomUUID(),
      tokenHash: hashOf(token),
      ownerId: ownerNow(),
      queryId,
      version: query.version,
      runId: runId ?? null,
      createdAt: new Date(),
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    },
  });
  return { share: shareFrom(record), token };
}

async function sharesOf(client: Client, queryId: string): Promise<Share[]> {
  const records = await client.queryShare.findMany({ where: { queryId }, orderBy: { createdAt: 'desc' } });
  return records.map(shareFrom);
}

async function revoke(client: Client, id: string): Promise<Share> {
  await client.queryShare.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  const record = await client.queryShare.findUnique({ where: { id } });
  if (record === null) throw new JoineryError('not_found', 'There is no such link.');
  return shareFrom(record);
}

/** One answer for links that never were, have expired or were revoked: a stranger learns nothing from it. */
const deadLink = (): JoineryError =>
  new JoineryError('not_found', 'This link does not open anything.', {
    hint: 'It may have expired or been revoked. Ask whoever sent it for a new one.',
  });

async function openShared(client: Client, token: string): Promise<SharedView> {
  const record = await client.queryShare.findUnique({ where: { tokenHash: hashOf(token) } });
  const isDead =
    record === null ||
    record.revokedAt !== null ||
    (record.expiresAt !== null && record.expiresAt.getTime() <= Date.now());
  if (isDead) throw deadLink();
  const key = { queryId: record.queryId, version: record.version };
  const version = await client.queryVersion.findUnique({ where: { queryId_version: key } });
  if (version === null) throw deadLink();
  const { id, runId } = record;
  const viewed = await client.queryShare.update({ where: { id }, data: { views: { increment: 1 } } });
  return {
    share: shareFrom(viewed),
    query: versionFrom(version),
    ...(runId === null ? {} : { run: await findRun(client, runId) }),
  };
}
