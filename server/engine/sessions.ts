import type { Connector, Session } from '../connectors/connector.ts';

/** The sessions of one run: at most one per connection, opened when first asked for, all closed together. */
export class Sessions implements AsyncDisposable {
  readonly #connector: (id: string) => Connector;
  readonly #runId: string;
  readonly #signal: AbortSignal;
  readonly #open = new Map<string, Promise<Session>>();

  constructor(connector: (id: string) => Connector, runId: string, signal: AbortSignal) {
    this.#connector = connector;
    this.#runId = runId;
    this.#signal = signal;
  }

  get(connectionId: string): Promise<Session> {
    const known = this.#open.get(connectionId);
    if (known !== undefined) return known;
    const session = Promise.resolve().then(() =>
      this.#connector(connectionId).openSession({ runId: this.#runId, signal: this.#signal }),
    );
    session.catch(() => undefined);
    this.#open.set(connectionId, session);
    return session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map(async (session) => (await session).close()));
  }
}
