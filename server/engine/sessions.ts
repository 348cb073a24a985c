import type { Connector, Session } from '../connectors/connector.ts';
import type { Relation } from './plan/scan.ts';

/** The sessions of one run: at most one per connection, opened when first asked for, all closed together. */
export class Sessions implements AsyncDisposable {
  readonly #connector: (id: string) => Connector;
  readonly #runId: string;
  readonly #signal: AbortSignal;
  readonly #open = new Map<string, Promise<Session>>();
  #closed: Promise<void> | undefined;

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

  /** Opens them ahead, while the statement is planned. What fails here fails whoever asks for the session. */
  openFor(relations: readonly Relation[]): void {
    for (const relation of relations) if (relation.kind === 'table') void this.get(relation.connection);
  }

  /** Once nothing is fetched any more; asked again, it waits for the same. What fails in it is no matter of the run. */
  close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#closed ??= Promise.allSettled(open.map(async (session) => (await session).close())).then(() => {});
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
