import type { Fault, FaultProxy } from '../servers/fault-proxy.ts';

/** Times that runs get: few seconds, as what stalls lasts until their end; more where they did not suffice to come to the fault. */
const TIMES_MS = [4_000, 16_000, 60_000] as const;
/** What a test may take that needs all of them. */
export const STRUCK_TIMEOUT_MS = 200_000;

/**
 * Runs with more and more time until the fault has struck: how far a run comes in a few seconds is the machine's affair. What `ready` does is done before, on a sound
 * wire. Answers the result, or what was thrown.
 */
export async function untilStruck(
  proxy: FaultProxy,
  fault: Fault,
  ready: (runTimeMs: number) => Promise<() => Promise<unknown>>,
): Promise<unknown> {
  let outcome: unknown;
  for (const timeMs of TIMES_MS) {
    const run = await ready(timeMs);
    proxy.arm(fault);
    outcome = await run().catch((thrown: unknown) => thrown);
    if (proxy.hasStruck) break;
    proxy.heal();
  }
  return outcome;
}
