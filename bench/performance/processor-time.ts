/** Processor time of processes and all below them, from Linux's own counters: unlike a wall time it hardly depends on what else the machine does. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit for user space. */
const TICK_MS = 10;

interface Usage {
  readonly parent: number;
  readonly ms: number;
}

/** Of `pid` and its descendants that are there now, with what their ended children took; undefined where the system does not tell. */
export function processorMs(pid: number): number | undefined {
  const all = new Map<number, Usage>();
  try {
    for (const name of readdirSync('/proc')) {
      const usage = /^\d+$/.test(name) ? usageOf(name) : undefined;
      if (usage !== undefined) all.set(Number(name), usage);
    }
  } catch {
    return undefined;
  }
  const isBelow = (one: number): boolean => {
    const parent = all.get(one)?.parent;
    return one === pid || (parent !== undefined && isBelow(parent));
  };
  return [...all].reduce((sum, [one, { ms }]) => (isBelow(one) ? sum + ms : sum), 0);
}

/** The name of the program stands in brackets, and may hold anything; undefined for a process that has just ended. */
function usageOf(name: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const [, parent, ...rest] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = rest.slice(9, 13).reduce((sum, one) => sum + one, 0);
    return { parent: parent ?? 0, ms: ticks * TICK_MS };
  } catch {
    return undefined;
  }
}
