/** Tokens, grants, sharing and the audit, for the person who asks. */
import type { ConnectionAccess, Grantee } from '../../lib/contract/person.ts';
import type { ConnectionConfig } from '../config/config.ts';
import { JoineryError } from '../errors.ts';
import type { AccessRecords } from '../history/access/index.ts';
import { theCaller, unknownConnection } from './current-caller.ts';
import type { AuditNote } from './gate.ts';
import { fixedGrantees, granteeOf, wordOf } from './grantees.ts';
import type { AuditService, GrantService, QuerySharingService, TokenService } from './services.ts';

type Keep = (note: AuditNote) => Promise<void>;

export function createTokens({ tokens }: Pick<AccessRecords, 'tokens'>, note: Keep): TokenService {
  return {
    list: () => tokens.list(theCaller().id),
    async create(request) {
      const made = await tokens.create(theCaller().id, request);
      const detail = `${request.name}: ${request.scopes.join(', ')}, ${request.days} days`;
      await note({ action: 'token_made', objectKind: 'token', objectId: made.token.id, detail });
      return made;
    },
    async revoke(tokenId) {
      const { id, role } = theCaller();
      const token = await tokens.revoke(tokenId, role === 'admin' ? undefined : id);
      await note({ action: 'token_revoked', objectKind: 'token', objectId: tokenId, detail: token.name });
      return token;
    },
    listAll: () => tokens.list(),
  };
}

export interface GrantParts {
  readonly records: Pick<AccessRecords, 'grants' | 'people'>;
  readonly connections: () => readonly ConnectionConfig[];
  readonly note: Keep;
}

export function createGrants({ records, connections, note }: GrantParts): GrantService {
  const accessOf = async ({ id, access }: ConnectionConfig): Promise<ConnectionAccess> => {
    if (access !== undefined) {
      const { grantees, waiting } = await fixedGrantees(access, records.people);
      return { connection: id, grantees, waiting, isFixed: true };
    }
    const grantees = (await records.grants.all()).flatMap((grant) =>
      grant.connection === id ? (granteeOf(grant.grantee) ?? []) : [],
    );
    return { connection: id, grantees, waiting: [], isFixed: false };
  };
  return {
    list: () => Promise.all(connections().map(accessOf)),
    async set(connection, grantees) {
      const config = connections().find(({ id }) => id === connection);
      if (config === undefined) throw unknownConnection(connection);
      if (config.access !== undefined)
        throw new JoineryError('forbidden', `config.yaml says who may use ${connection}.`, { connection });
      await checkPeople(grantees, records);
      await records.grants.set(connection, grantees.map(wordOf));
      const detail = grantees.map(wordOf).join(', ') || 'admins only';
      await note({ action: 'grants_changed', objectKind: 'connection', objectId: connection, detail });
      return accessOf(config);
    },
  };
}

async function checkPeople(grantees: readonly Grantee[], { people }: Pick<AccessRecords, 'people'>): Promise<void> {
  const ids = grantees.flatMap((grantee) => (grantee.kind === 'person' ? [grantee.personId] : []));
  const known = new Set((await people.names(ids)).map(({ id }) => id));
  if (ids.some((id) => !known.has(id))) throw new JoineryError('not_found', 'There is no such person.');
}

export function createSharing({ owners, people }: Pick<AccessRecords, 'owners' | 'people'>): QuerySharingService {
  return {
    list: (queryId) => owners.queryGrants(queryId),
    async set(queryId, grants) {
      const ids = grants.flatMap((grant) => (grant.with.kind === 'person' ? [grant.with.personId] : []));
      const known = new Set((await people.names(ids)).map(({ id }) => id));
      if (ids.some((id) => !known.has(id))) throw new JoineryError('not_found', 'There is no such person.');
      await owners.setQueryGrants(queryId, grants);
      return owners.queryGrants(queryId);
    },
  };
}

export const createAudit = ({ audit }: Pick<AccessRecords, 'audit'>): AuditService => ({
  list: (query) => audit.list(query),
});
