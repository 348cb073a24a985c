import { JoineryError } from '../server/errors.ts';
import { createJoinService } from '../server/joins/service.ts';
import { createProbes } from '../server/probes/probes.ts';
import type { JoinService } from '../server/workbench.ts';
import type { OpenEngine } from './open-engine.ts';

/** The join service over the engine of one command. Stored results are the workbench's: there are none here. */
export function openJoins(
  { engine, catalog, connections, connectors }: OpenEngine,
  runTimeMs: number,
  probeTimeoutMs?: number,
): JoinService {
  const probes = createProbes({
    run: (request, signal, onStart) => {
      onStart();
      return engine.run(request, signal, () => {});
    },
  });
  return createJoinService({
    catalog,
    lookup: (connection, schema, name) => catalog.lookup(connection, schema, name),
    connectionIds: () => connectors.ids,
    explain: (request, signal) => engine.explain(request, signal),
    storedResult: async (name) => {
      throw new JoineryError('unknown_table', `There is no stored result "${name}" here.`);
    },
    probes,
    counter: probes,
    allowsProbes: (id) => connections.find((one) => one.id === id)?.policy?.allowsProbes ?? true,
    runTimeMs,
    probeTimeoutMs,
  });
}
