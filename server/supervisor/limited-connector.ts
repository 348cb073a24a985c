/**
 * A connector as a process hands it out: it knows who still uses it, so that a connection which was changed or removed is closed only when
 * the last run that began with it has ended; and it keeps the limits that were set for its fetches.
 */
import type { ConnectionPolicy } from '../../lib/contract/connection.ts';
import type { Connector, Session } from '../connectors/connector.ts';
import { limitedFetch } from './limited-fetch.ts';

export type FetchLimits = Pick<ConnectionPolicy, 'maxFetchRows' | 'maxFetchMs'>;

export class LimitedConnector implements Connector {
  /** May change while it is open; a fetch keeps the limits that it began with. */
  limits: FetchLimits;
  readonly #inner: Connector;
  #users = 0;
  #unused: PromiseWithResolvers<void> | undefined;

  constructor(inner: Connector, limits: FetchLimits) {
    this.#inner = inner;
    this.limits = limits;
  }

  get id(): string {
    return this.#inner.id;
  }
  get driver(): string {
    return this.#inner.driver;
  }
  get capabilities(): Connector['capabilities'] {
    return this.#inner.capabilities;
  }
  get dialect(): Connector['dialect'] {
    return this.#inner.dialect;
  }

  test(signal: AbortSignal) {
    return this.#use(() => this.#inner.test(signal));
  }

  introspect(signal: AbortSignal) {
    return this.#use(() => this.#inner.introspect(signal));
  }

  async openSession(options: { readonly runId: string; readonly signal: AbortSignal }): Promise<Session> {
    this.#enter();
    try {
      return this.#guarded(await this.#inner.openSession(options));
    } catch (thrown) {
      this.#leave();
      throw thrown;
    }
  }

  /** Closes at once. */
  close(): Promise<void> {
    return this.#inner.close();
  }

  /** Closes when nobody uses it any more. */
  async retire(): Promise<void> {
    if (this.#users > 0) {
      this.#unused ??= Promise.withResolvers();
      await this.#unused.promise;
    }
    await this.#inner.close();
  }

  #guarded(session: Session): Session {
    let isOpen = true;
    const expectedRows = session.expectedRows?.bind(session);
    return {
      readAt: session.readAt,
      describe: (...given) => session.describe(...given),
      ...(expectedRows === undefined ? {} : { expectedRows }),
      fetch: (request, signal) => limitedFetch(this.id, this.limits, (inner) => session.fetch(request, inner), signal),
      close: async () => {
        try {
          await session.close();
        } finally {
          if (isOpen) this.#leave();
          isOpen = false;
        }
      },
    };
  }

  async #use<T>(task: () => Promise<T>): Promise<T> {
    this.#enter();
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(): void {
    this.#users += 1;
  }

  #leave(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#unused?.resolve();
  }
}
