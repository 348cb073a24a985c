import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { SuggestFrame, Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { isSameTable } from './suggestion-words.ts';

export interface SuggestionState {
  /** Tables that are asked for, in the order they were picked. */
  readonly tables: readonly TableReference[];
  /** `joins`: among the tables; `partners`: which other tables join to the one. */
  readonly asks: 'joins' | 'partners';
  /** The last answer, without what was dismissed here. */
  readonly frame: SuggestFrame | undefined;
  readonly isAsking: boolean;
  readonly wasStopped: boolean;
  readonly error: ErrorShape | undefined;
  /** Dismissed in this session, last one last: can be taken back. */
  readonly dismissed: readonly Suggestion[];
}

/** What the session asks of the server. */
export interface SuggestionSource {
  streamSuggestions(tables: readonly TableReference[], signal: AbortSignal): AsyncIterable<SuggestFrame>;
  streamPartners(table: TableReference, signal: AbortSignal): AsyncIterable<SuggestFrame>;
  dismissSuggestion(id: string): Promise<void>;
  restoreSuggestion(id: string): Promise<void>;
}

const nothing: SuggestionState = {
  tables: [],
  asks: 'joins',
  frame: undefined,
  isAsking: false,
  wasStopped: false,
  error: undefined,
  dismissed: [],
};

/** As many as one request may name. */
export const MOST_TABLES = 20;

/** One tab's suggestions: which tables, what is known so far. Going to another tab stops nothing; asking anew or `stop` does. */
export class SuggestionSession {
  readonly #source: SuggestionSource;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #abort: AbortController | undefined;

  constructor(source: SuggestionSource) {
    this.#source = source;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): SuggestionState => this.#state;

  /** Other tables make what was answered before old. */
  choose(tables: readonly TableReference[]): void {
    this.#abort?.abort();
    const different = tables.filter((table, index) => tables.findIndex((one) => isSameTable(one, table)) === index);
    this.#set({ ...nothing, tables: different.slice(0, MOST_TABLES) });
  }

  add(table: TableReference): void {
    this.choose([...this.#state.tables, table]);
  }

  remove(table: TableReference): void {
    this.choose(this.#state.tables.filter((one) => !isSameTable(one, table)));
  }

  /** Asks for joins among the chosen tables; settles when the answer has ended. */
  async ask(): Promise<void> {
    const { tables } = this.#state;
    if (tables.length < 2) return;
    await this.#follow('joins', (signal) => this.#source.streamSuggestions(tables, signal));
  }

  /** Asks which other tables join to this one. */
  async askPartners(table: TableReference): Promise<void> {
    this.choose([table]);
    await this.#follow('partners', (signal) => this.#source.streamPartners(table, signal));
  }

  /** Ends the questions at the sources; what is known stays. */
  stop(): void {
    if (!this.#state.isAsking) return;
    this.#abort?.abort();
    this.#set({ isAsking: false, wasStopped: true });
  }

  /** Takes a card away at once; it comes back if the server cannot remember that. */
  async dismiss(suggestion: Suggestion): Promise<void> {
    this.#set({ dismissed: [...this.#state.dismissed, suggestion], error: undefined });
    try {
      await this.#source.dismissSuggestion(suggestion.id);
    } catch (thrown) {
      this.#undismiss(suggestion.id, toErrorShape(thrown));
    }
  }

  /** The same cards in another order, with what was said of each. */
  explain(suggestions: readonly Suggestion[]): void {
    const { frame } = this.#state;
    if (frame === undefined) return;
    const rest = frame.suggestions.filter(({ id }) => !suggestions.some((one) => one.id === id));
    this.#set({ frame: { ...frame, suggestions: [...suggestions, ...rest] } });
  }

  async restore(suggestion: Suggestion): Promise<void> {
    try {
      await this.#source.restoreSuggestion(suggestion.id);
      this.#undismiss(suggestion.id);
    } catch (thrown) {
      this.#set({ error: toErrorShape(thrown) });
    }
  }

  #undismiss(id: string, error?: ErrorShape): void {
    this.#set({ dismissed: this.#state.dismissed.filter((one) => one.id !== id), error });
  }

  async #follow(
    asks: SuggestionState['asks'],
    stream: (signal: AbortSignal) => AsyncIterable<SuggestFrame>,
  ): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#set({ ...nothing, tables: this.#state.tables, asks, isAsking: true });
    try {
      for await (const frame of stream(abort.signal)) {
        if (abort.signal.aborted) return;
        this.#set({ frame });
      }
      this.#set({ isAsking: false });
    } catch (thrown) {
      if (!abort.signal.aborted) this.#set({ isAsking: false, error: toErrorShape(thrown) });
    }
  }

  #set(change: Partial<SuggestionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** What is shown: the answer without what was dismissed since. */
export const shownSuggestions = ({
  frame,
  dismissed,
}: Pick<SuggestionState, 'frame' | 'dismissed'>): readonly Suggestion[] =>
  (frame?.suggestions ?? []).filter(({ id }) => !dismissed.some((one) => one.id === id));
