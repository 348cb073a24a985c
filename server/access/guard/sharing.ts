import { JoineryError } from '../../errors.ts';
import type { QuerySharingService } from '../services.ts';
import type { GuardParts } from './parts.ts';
import { checkQuery } from './queries.ts';

export function guardSharing(parts: GuardParts): QuerySharingService {
  const { caller, workbench, note } = parts;
  return {
    async list(queryId) {
      await checkQuery(parts, queryId, 'owner');
      return workbench.sharing.list(queryId);
    },
    async set(queryId, grants) {
      await checkQuery(parts, queryId, 'owner');
      if (grants.some((grant) => grant.with.kind === 'person' && grant.with.personId === caller.id))
        throw new JoineryError('bad_request', 'The query is yours already.');
      const kept = await workbench.sharing.set(queryId, grants);
      const action = kept.length === 0 ? 'query_unshared' : 'query_shared';
      const detail = kept
        .map((grant) => `${grant.with.kind === 'team' ? 'team' : grant.with.personId}: ${grant.access}`)
        .join(', ');
      await note({ action, objectKind: 'query', objectId: queryId, detail });
      return kept;
    },
  };
}
