import type { Comment } from '../../../lib/contract/comment.ts';
import { unknownComment } from '../../history/comment-records.ts';
import type { CommentService } from '../../workbench.ts';
import type { GuardParts } from './parts.ts';
import { checkQuery, type NamesOf, named } from './queries.ts';

/** Whoever may see a query may say something about it; what somebody said is theirs. */
export function guardComments(parts: GuardParts, namesOf: NamesOf): CommentService {
  const { comments } = parts.workbench;
  const seen = async (commentId: string): Promise<void> => {
    const { caller, owners } = parts;
    const queryId = await comments.queryOf(commentId);
    if (!(await owners.queryRights([queryId], caller.id)).has(queryId)) throw unknownComment();
  };
  const told = async (found: readonly Comment[]): Promise<Comment[]> => {
    const names = await namesOf([...new Set(found.map(({ author }) => author.id))]);
    return found.map((one) => ({ ...one, author: named(one.author, names) }));
  };
  const one = async (comment: Comment): Promise<Comment> => (await told([comment]))[0] ?? comment;
  return {
    async list(queryId) {
      await checkQuery(parts, queryId, 'view');
      return told(await comments.list(queryId));
    },
    async add(queryId, text) {
      await checkQuery(parts, queryId, 'view');
      return one(await comments.add(queryId, text));
    },
    async edit(commentId, text) {
      await seen(commentId);
      return one(await comments.edit(commentId, text));
    },
    async resolve(commentId, isResolved) {
      await seen(commentId);
      return one(await comments.resolve(commentId, isResolved));
    },
    async remove(commentId) {
      await seen(commentId);
      return one(await comments.remove(commentId));
    },
    queryOf: (commentId) => comments.queryOf(commentId),
  };
}
