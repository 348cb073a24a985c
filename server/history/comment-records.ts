import { randomUUID } from 'node:crypto';
import type { Comment } from '../../lib/contract/comment.ts';
import { JoineryError } from '../errors.ts';
import { unknownQuery } from '../unknown.ts';
import type { CommentService } from '../workbench.ts';
import { type Client, stored } from './database.ts';
import type { QueryComment } from './generated/client.ts';
import { ownerNow } from './owner.ts';

/** Comments of saved queries, on disk when the promise has settled. Whoever may see the query may comment; only the author edits and deletes. */
export function commentRecords(client: Client): CommentService {
  return {
    list: (queryId) =>
      stored(async () => {
        const records = await client.queryComment.findMany({
          where: { queryId },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        });
        return records.map(fromRecord);
      }),
    add: (queryId, text) => stored(() => add(client, queryId, text)),
    edit: (id, text) => stored(() => changeOwn(client, id, { text, editedAt: new Date() })),
    resolve: (id, isResolved) => stored(() => resolve(client, id, isResolved)),
    remove: (id) => stored(() => changeOwn(client, id, { text: '', deletedAt: new Date() })),
    queryOf: (id) => stored(async () => (await find(client, id)).queryId),
  };
}

const fromRecord = (record: QueryComment): Comment => ({
  id: record.id,
  queryId: record.queryId,
  version: record.version,
  author: { id: record.authorId, name: '' },
  isOwn: record.authorId === ownerNow(),
  text: record.text,
  createdAt: record.createdAt.toISOString(),
  ...(record.editedAt === null ? {} : { editedAt: record.editedAt.toISOString() }),
  ...(record.resolvedAt === null ? {} : { resolvedAt: record.resolvedAt.toISOString() }),
  ...(record.deletedAt === null ? {} : { deletedAt: record.deletedAt.toISOString() }),
});

export const unknownComment = (): JoineryError => new JoineryError('not_found', 'There is no such comment.');

async function find(client: Client, id: string): Promise<QueryComment> {
  const record = await client.queryComment.findUnique({ where: { id } });
  if (record === null || record.deletedAt !== null) throw unknownComment();
  return record;
}

async function add(client: Client, queryId: string, text: string): Promise<Comment> {
  const query = await client.query.findUnique({ where: { id: queryId }, select: { version: true } });
  if (query === null) throw unknownQuery();
  const { version } = query;
  const data = { id: randomUUID(), queryId, version, authorId: ownerNow(), text, createdAt: new Date() };
  return fromRecord(await client.queryComment.create({ data }));
}

type Change = Partial<Pick<QueryComment, 'text' | 'editedAt' | 'deletedAt'>>;

async function changeOwn(client: Client, id: string, data: Change): Promise<Comment> {
  const kept = await find(client, id);
  if (kept.authorId !== ownerNow()) throw new JoineryError('forbidden', 'Only its author may change a comment.');
  return fromRecord(await client.queryComment.update({ where: { id }, data }));
}

async function resolve(client: Client, id: string, isResolved: boolean): Promise<Comment> {
  await find(client, id);
  return fromRecord(
    await client.queryComment.update({ where: { id }, data: { resolvedAt: isResolved ? new Date() : null } }),
  );
}
