import { createProbes, type Probes } from '../server/probes/probes.ts';
import type { OpenEngine } from './open-engine.ts';

/** Small questions to the sources by the command's own engine, which has no queue. */
export const probesOf = (session: OpenEngine): Probes =>
  createProbes({
    run: (request, signal, onStart) => {
      onStart();
      return session.engine.run(request, signal, () => {});
    },
  });
