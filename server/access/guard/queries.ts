import type { PersonName } from '../../../lib/contract/person.ts';
import type { Query, QueryVersion } from '../../../lib/contract/query.ts';
import { JoineryError } from '../../errors.ts';
import type { QueryRights } from '../../history/access/owners.ts';
import { unknownQuery } from '../../unknown.ts';
import type { QueryService } from '../../workbench.ts';
import { checkOwnRun, type GuardParts, mayUseAll } from './parts.ts';

const enough = { view: ['view', 'edit', 'owner'], edit: ['edit', 'owner'], owner: ['owner'] } as const;

/** Throws `not_found` for queries that the caller may not see, `forbidden` where they may see but not do this. */
export async function checkQuery(
  { caller, owners }: Pick<GuardParts, 'caller' | 'owners'>,
  id: string,
  needed: keyof typeof enough,
): Promise<QueryRights> {
  const rights = (await owners.queryRights([id], caller.id)).get(id);
  if (rights === undefined) throw unknownQuery();
  if (enough[needed].some((access) => access === rights.access)) return rights;
  throw new JoineryError('forbidden', `This query is shared with you to ${rights.access} only.`, {
    hint: needed === 'owner' ? 'Only its owner may do this.' : 'Save it as a query of your own, or ask its owner.',
  });
}

export type NamesOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Whom the records know by id alone, with their name; empty of somebody who left. */
export const named = ({ id }: Pick<PersonName, 'id'>, names: ReadonlyMap<string, string>): PersonName => ({
  id,
  name: names.get(id) ?? '',
});

export function guardQueries(parts: GuardParts, namesOf: NamesOf): QueryService {
  const { caller, owners, workbench, note } = parts;
  const { queries } = workbench;

  /** Whose each is, and what the caller may do with it. */
  async function told(found: readonly Query[]): Promise<Query[]> {
    const rights = await owners.queryRights(
      found.map(({ id }) => id),
      caller.id,
    );
    const names = await namesOf([...new Set([...rights.values()].map(({ ownerId }) => ownerId))]);
    return found.flatMap((query) => {
      const right = rights.get(query.id);
      if (right === undefined) return [];
      const { ownerId, access } = right;
      return [{ ...query, owner: named({ id: ownerId }, names), access }];
    });
  }
  async function one(query: Query): Promise<Query> {
    const [known] = await told([query]);
    if (known === undefined) throw unknownQuery();
    return known;
  }

  /** With the names of those who saved them. */
  async function signed(versions: readonly QueryVersion[]): Promise<QueryVersion[]> {
    const names = await namesOf([...new Set(versions.flatMap(({ savedBy }) => savedBy?.id ?? []))]);
    return versions.map((version) => {
      const { savedBy } = version;
      return savedBy === undefined ? version : { ...version, savedBy: named(savedBy, names) };
    });
  }

  return {
    async list(filter) {
      const list = await queries.list(filter);
      return { ...list, queries: await told(list.queries) };
    },
    async get(id) {
      await checkQuery(parts, id, 'view');
      return one(await queries.get(id));
    },
    named: async (name) => one(await queries.named(name)),
    async save(request) {
      if (request.id !== undefined) await checkQuery(parts, request.id, 'edit');
      return one(await queries.save(request));
    },
    async setFavourite(id, isFavourite) {
      await checkQuery(parts, id, 'view');
      return one(await queries.setFavourite(id, isFavourite));
    },
    async remove(id) {
      await checkQuery(parts, id, 'owner');
      return queries.remove(id);
    },
    async versions(id) {
      await checkQuery(parts, id, 'view');
      return signed(await queries.versions(id));
    },
    async restore(id, version) {
      await checkQuery(parts, id, 'edit');
      return one(await queries.restore(id, version));
    },
    async share(request) {
      await checkQuery(parts, request.queryId, 'owner');
      if (request.runId !== undefined) await checkOwnRun(parts, request.runId);
      const made = await queries.share(request);
      await note({ action: 'link_made', objectKind: 'query', objectId: request.queryId });
      return made;
    },
    async shares(queryId) {
      await checkQuery(parts, queryId, 'owner');
      return queries.shares(queryId);
    },
    async revoke(shareId) {
      const queryId = await owners.queryOfShare(shareId);
      const rights = queryId === undefined ? undefined : (await owners.queryRights([queryId], caller.id)).get(queryId);
      if (rights?.access !== 'owner') throw new JoineryError('not_found', 'There is no such link.');
      const share = await queries.revoke(shareId);
      await note({ action: 'link_revoked', objectKind: 'query', objectId: share.queryId });
      return share;
    },
    async openShared(token) {
      const { run, ...shared } = await queries.openShared(token);
      const { sharedBy } = shared;
      const names = await namesOf(sharedBy === undefined ? [] : [sharedBy.id]);
      const view = {
        ...shared,
        ...(sharedBy === undefined ? {} : { sharedBy: named(sharedBy, names) }),
      };
      await owners.noteOpening(view.share.id, caller.id);
      await note({ action: 'link_opened', objectKind: 'query', objectId: view.share.queryId });
      if (run === undefined) return view;
      const isOwn = (await owners.ofRun(run.id)) === caller.id;
      if (isOwn || mayUseAll(caller, await owners.connectionsOfRun(run.id))) return { ...view, run };
      return { ...view, isResultWithheld: true };
    },
  };
}
