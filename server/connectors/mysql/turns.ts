/** A fair gate: so many places, given in the order in which they were asked for. */
import { Cancelled } from '../../errors.ts';

export interface Turns {
  /** Settles when `count` places are free; the function that it answers gives them back, once. */
  take(count: number, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  readonly count: number;
  readonly go: () => void;
}

export function createTurns(places: number): Turns {
  let free = places;
  const queue: Waiting[] = [];
  const next = () => {
    for (let first = queue[0]; first !== undefined && first.count <= free; first = queue[0]) {
      queue.shift();
      free -= first.count;
      first.go();
    }
  };
  return {
    async take(wanted, signal) {
      if (signal.aborted) throw new Cancelled();
      const count = Math.min(wanted, places);
      const turn = Promise.withResolvers<void>();
      const waiting: Waiting = { count, go: turn.resolve };
      const onAbort = () => {
        const index = queue.indexOf(waiting);
        if (index < 0) return;
        queue.splice(index, 1);
        turn.reject(new Cancelled());
        next();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(waiting);
      next();
      try {
        await turn.promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        free += count;
        next();
      };
    },
  };
}
