import type { GrantRecords } from '../../history/access/grants.ts';
import type { ConnectionService } from '../../workbench.ts';
import { mayUse } from '../caller.ts';
import { checkConnection, type GuardParts } from './parts.ts';

export function guardConnections(parts: GuardParts, grants: GrantRecords): ConnectionService {
  const { caller, workbench, note } = parts;
  const { connections } = workbench;
  return {
    drivers: () => connections.drivers(),
    /** How a connection is reached is for admins; the others see which there are, and their policies. */
    async list() {
      const all = await connections.list();
      if (caller.role === 'admin') return all;
      return all.filter(({ summary }) => mayUse(caller, summary.id)).map((detail) => ({ ...detail, options: {} }));
    },
    async save(request) {
      const saved = await connections.save(request);
      const detail = request.version === undefined ? 'added' : 'changed';
      await note({ action: 'connection_saved', objectKind: 'connection', objectId: saved.summary.id, detail });
      return saved;
    },
    async savePolicy(id, policy, version) {
      const saved = await connections.savePolicy(id, policy, version);
      await note({ action: 'policy_changed', objectKind: 'connection', objectId: id, detail: JSON.stringify(policy) });
      return saved;
    },
    policyOf(id) {
      checkConnection(parts, id);
      return connections.policyOf(id);
    },
    uses: (id) => connections.uses(id),
    async test(request, signal) {
      const answer = await connections.test(request, signal);
      const outcome = answer.error === undefined ? 'ok' : 'failed';
      await note({ action: 'connection_tested', outcome, objectKind: 'connection', objectId: request.id });
      return answer;
    },
    /** Its grants go with it: another connection that takes the name begins with none. */
    async remove(id) {
      await connections.remove(id);
      const isGone = ({ connection }: { connection: string }) => connection.toLowerCase() === id.toLowerCase();
      for (const { connection } of (await grants.all()).filter(isGone)) await grants.set(connection, []);
      await note({ action: 'connection_removed', objectKind: 'connection', objectId: id });
    },
  };
}
