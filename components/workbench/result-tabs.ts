import { z } from 'zod';

/** A result that a document shows beside its newest one. */
export interface ResultTab {
  readonly runId: string;
  /** Beginning of the statement. */
  readonly title: string;
  readonly isPinned: boolean;
}

export interface ResultTabsState {
  /** In the order they ran. */
  readonly tabs: readonly ResultTab[];
  /** The one looked at; undefined follows the newest. */
  readonly chosen: string | undefined;
}

const none: ResultTabsState = { tabs: [], chosen: undefined };
const MAX_TITLE = 48;
/** Most results that a document keeps beside each other; the oldest that is not pinned goes first. */
const MAX_TABS = 20;

const pinnedKey = 'joinery.pinned-results';
const keptSchema = z.record(z.string(), z.array(z.object({ runId: z.string(), title: z.string() })));

/** Where pinned tabs are kept: the browser's storage, or nowhere. */
export type PinStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** The results of each document: one a statement that ran together, while the page lives; and those that were pinned, which this browser remembers. */
export class ResultTabs {
  #states: ReadonlyMap<string, ResultTabsState> | undefined;
  readonly #storage: () => PinStorage | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(storage: () => PinStorage | undefined = () => undefined) {
    this.#storage = storage;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(documentId: string | undefined): ResultTabsState {
    return (documentId === undefined ? undefined : this.#all().get(documentId)) ?? none;
  }

  /** The document runs again: only what is pinned stays. */
  begin(documentId: string): void {
    const { tabs } = this.of(documentId);
    this.#set(documentId, { tabs: tabs.filter(({ isPinned }) => isPinned), chosen: undefined });
  }

  add(documentId: string, runId: string, text: string): void {
    const words = text.trim().replace(/\s+/g, ' ');
    const title = words.length > MAX_TITLE ? `${words.slice(0, MAX_TITLE - 1)}…` : words;
    const tabs = [...this.of(documentId).tabs, { runId, title, isPinned: false }];
    const surplus = tabs.filter(({ isPinned }) => !isPinned).slice(0, Math.max(0, tabs.length - MAX_TABS));
    this.#set(documentId, { tabs: tabs.filter((tab) => !surplus.includes(tab)), chosen: undefined });
  }

  choose(documentId: string, runId: string): void {
    this.#set(documentId, { ...this.of(documentId), chosen: runId });
  }

  togglePin(documentId: string, tab: Pick<ResultTab, 'runId' | 'title'>): void {
    const { tabs, chosen } = this.of(documentId);
    const isKnown = tabs.some(({ runId }) => runId === tab.runId);
    const changed = tabs.map((each) => (each.runId === tab.runId ? { ...each, isPinned: !each.isPinned } : each));
    this.#set(documentId, { tabs: isKnown ? changed : [...tabs, { ...tab, isPinned: true }], chosen });
  }

  close(documentId: string, runId: string): void {
    const { tabs, chosen } = this.of(documentId);
    this.#set(documentId, {
      tabs: tabs.filter((tab) => tab.runId !== runId),
      chosen: chosen === runId ? undefined : chosen,
    });
  }

  #all(): ReadonlyMap<string, ResultTabsState> {
    this.#states ??= remembered(this.#storage());
    return this.#states;
  }

  #set(documentId: string, state: ResultTabsState): void {
    this.#states = new Map(this.#all()).set(documentId, state);
    const pinned = [...this.#states].flatMap(([id, { tabs }]) => {
      const kept = tabs.filter(({ isPinned }) => isPinned).map(({ runId, title }) => ({ runId, title }));
      return kept.length === 0 ? [] : [[id, kept] as const];
    });
    this.#storage()?.setItem(pinnedKey, JSON.stringify(Object.fromEntries(pinned)));
    for (const listener of this.#listeners) listener();
  }
}

function remembered(storage: PinStorage | undefined): ReadonlyMap<string, ResultTabsState> {
  try {
    const kept = keptSchema.parse(JSON.parse(storage?.getItem(pinnedKey) ?? '{}'));
    return new Map(
      Object.entries(kept).map(([id, tabs]) => [
        id,
        { tabs: tabs.map((tab) => ({ ...tab, isPinned: true })), chosen: undefined },
      ]),
    );
  } catch {
    // Written by another version, or by hand: nothing is pinned then.
    return new Map();
  }
}

export const resultTabs = new ResultTabs(() => (typeof localStorage === 'undefined' ? undefined : localStorage));
