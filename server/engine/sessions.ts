import type { Connector, Session } from '../connectors/connector.ts';
import type { Relation } from './plan/scan.ts';

interface OpenSession {
  readonly session: Promise<Session>;
  /** Gives up opening it. */
  readonly giveUp: AbortController;
  isOpen: boolean;
}

/** The sessions of one run: at most one per connection, opened when first asked for, all closed together. */
export class Sessions implements AsyncDisposable {
  readonly #connector: (id: string) => Connector;
  readonly #runId: string;
  readonly #signal: AbortSignal;
  readonly #open = new Map<string, OpenSession>();
  #closed: Promise<void> | undefined;

  constructor(connector: (id: string) => Connector, runId: string, signal: AbortSignal) {
    this.#connector = connector;
    this.#runId = runId;
    this.#signal = signal;
  }

  get(connectionId: string): Promise<Session> {
    const known = this.#open.get(connectionId);
    if (known !== undefined) return known.session;
    const giveUp = new AbortController();
    const signal = AbortSignal.any([this.#signal, giveUp.signal]);
    const opening = { giveUp, isOpen: false };
    const session = Promise.resolve()
      .then(() => {
        signal.throwIfAborted();
        return this.#connector(connectionId).openSession({ runId: this.#runId, signal });
      })
      .finally(() => {
        opening.isOpen = true;
      });
    session.catch(() => undefined);
    this.#open.set(connectionId, Object.assign(opening, { session }));
    return session;
  }

  /** Opens them ahead, while the statement is planned. What fails here fails whoever asks for the session. */
  openFor(relations: readonly Relation[]): void {
    for (const relation of relations) if (relation.kind === 'table') void this.get(relation.connection);
  }

  /** Once nothing is fetched any more; asked again, it waits for the same. What fails in it is no matter of the run. */
  close(): Promise<void> {
    this.#closed ??= Promise.allSettled([...this.#open.values()].map(close)).then(() => {});
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** One that is still being opened is not waited for: nobody needs it. */
async function close({ session, giveUp, isOpen }: OpenSession): Promise<void> {
  if (!isOpen) giveUp.abort();
  await (await session).close();
}
