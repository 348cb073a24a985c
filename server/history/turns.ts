import { type Client, dialectOf, serially } from './database.ts';

/** Lets one at a time do what has a name, also among several servers. */
export interface Turns {
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** The longest that one may take. */
const TURN_MS = 60_000;

export function openTurns(client: Client): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    inTurn(name, work) {
      // One of this process waits for the others: however many wait here, one connection is held.
      const turn = (last.get(name) ?? Promise.resolve()).then(() =>
        dialectOf(client).kind === 'sqlite' ? work() : serially(client, name, work, TURN_MS),
      );
      last.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
