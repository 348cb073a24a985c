/** Saved queries, their versions and links, on disk when the promise has settled. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type {
  NewShare,
  Query,
  QueryVersion,
  SaveQuery,
  Share,
  SharedView,
  ShareRequest,
} from '../../lib/contract/query.ts';
import { searchable } from '../../lib/format/search-words.ts';
import { splitStatements } from '../../lib/sql/split-statements.ts';
import { JoineryError } from '../errors.ts';
import { unknownQuery } from '../unknown.ts';
import type { QueryService } from '../workbench.ts';
import { type Client, dialectOf, stored } from './database.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { QueryShare as ShareRecord } from './generated/client.ts';
import { ownerNow, queriesSeenWhere } from './owner.ts';
import { listQueries } from './query-pages.ts';
import { contentOf, fromRecord, versionFrom, withFavourite } from './query-record.ts';
import { forgetText, indexText, moveText, QUERIES } from './run-text.ts';
import { findRun } from './runs.ts';

const TOKEN_BYTES = 24;

export function queryRecords(client: Client): QueryService {
  return {
    list: (filter) => stored(() => listQueries(client, filter)),
    get: (id) => stored(async () => withFingerprint(await findQuery(client, id))),
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

const labelsOf = ({ tags }: SaveQuery): { tag: string }[] => [...new Set(tags)].map((tag) => ({ tag }));

const wholeData = (request: SaveQuery) => ({
  ...versionData(request),
  tags: JSON.stringify([...new Set(request.tags)]),
  collection: request.collection,
  searchText: searchable([request.title, request.description, request.tags.join(' '), request.text].join('\n')),
});

async function findQuery(client: Client, id: string): Promise<Query> {
  const record = await client.query.findUnique({ where: { id }, include: withFavourite() });
  if (record === null) throw unknownQuery();
  return fromRecord(record);
}

function withFingerprint(query: Query): Query {
  const { kind, text, target } = query;
  const [statement, ...others] = kind === 'statement' ? splitStatements(text) : [];
  if (statement === undefined || others.length > 0) return query;
  return { ...query, fingerprint: fingerprintOf({ text: text.slice(statement.start, statement.end), target }) };
}

async function findNamed(client: Client, name: string): Promise<Query> {
  const records = await client.query.findMany({
    where: { AND: [queriesSeenWhere(), { OR: [{ id: name }, { title: name }] }] },
    include: withFavourite(),
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
  const create = client.query.create({
    data: {
      ...wholeData(request),
      id,
      ownerId: ownerNow(),
      version: 1,
      createdAt: now,
      updatedAt: now,
      versions: { create: { ...versionData(request), version: 1, savedAt: now, savedById: ownerNow() } },
      labels: { create: labelsOf(request) },
    },
    include: withFavourite(),
  });
  const writes = indexText(dialectOf(client), id, now, QUERIES).map((write) => client.$executeRaw(write));
  const [record] = await client.$transaction([create, ...writes]);
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
      where: { id, version, ...(request.readUpdatedAt === undefined ? {} : { updatedAt: request.readUpdatedAt }) },
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
    await transaction.queryTag.deleteMany({ where: { queryId: id } });
    await transaction.queryTag.createMany({ data: labelsOf(request).map(({ tag }) => ({ tag, queryId: id })) });
    if (isChanged)
      await transaction.queryVersion.create({
        data: { ...versionData(request), queryId: id, version: record.version, savedAt: now, savedById: ownerNow() },
      });
    for (const write of moveText(dialectOf(client), id, now, QUERIES)) await transaction.$executeRaw(write);
    return { ...fromRecord({ ...record, favourites: [] }), isFavourite: kept.isFavourite };
  });
}

async function setFavourite(client: Client, id: string, isFavourite: boolean): Promise<Query> {
  await findQuery(client, id);
  const key = { personId: ownerNow(), queryId: id };
  if (isFavourite) await client.queryFavourite.upsert({ where: { personId_queryId: key }, create: key, update: {} });
  else await client.queryFavourite.deleteMany({ where: key });
  return findQuery(client, id);
}

async function remove(client: Client, id: string): Promise<void> {
  await findQuery(client, id);
  const writes = forgetText(dialectOf(client), [id], QUERIES).map((write) => client.$executeRaw(write));
  await client.$transaction([...writes, client.query.deleteMany({ where: { id } })]);
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
    sharedBy: { id: record.ownerId, name: '' },
    ...(runId === null ? {} : { run: await findRun(client, runId) }),
  };
}
