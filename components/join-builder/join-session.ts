import { type JoinDocument, joinDocumentSchema } from '../../lib/contract/join.ts';
import { type History, record, redo, startHistory, undo } from '../../lib/join/history.ts';

export interface JoinState {
  /** Undefined while no input has been chosen. */
  readonly document: JoinDocument | undefined;
  /** Why the kept text is no join document; it is then left as it is. */
  readonly problem: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A state with the words of the change that led to it: for the live region, and for "undone". */
interface Step {
  readonly document: JoinDocument | undefined;
  readonly words: string;
}

/** One join as it is edited here: its document, and what undo and redo lead to. The text goes to the tab's draft with each change. */
export class JoinSession {
  readonly #onText: (text: string) => void;
  readonly #listeners = new Set<() => void>();
  #history: History<Step> = startHistory({ document: undefined, words: '' });
  #problem: string | undefined;
  #text: string | undefined;
  #state: JoinState = { document: undefined, problem: undefined, canUndo: false, canRedo: false };

  constructor(text: string, onText: (text: string) => void) {
    this.#onText = onText;
    this.load(text);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): JoinState => this.#state;

  /** Takes a text from outside: another window's version, or the draft as it was kept. What undo led to is gone then. */
  load(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    const { document, problem } = readJoin(text);
    this.#problem = problem;
    this.#history = startHistory({ document, words: '' });
    this.#publish();
  }

  /**
   * One step that can be undone; changes of the same mark in a row are one. A change that gives the same document back is none, and answers
   * false.
   */
  edit(
    words: string,
    change: (document: JoinDocument | undefined) => JoinDocument | undefined,
    mark?: string,
  ): boolean {
    const before = this.#history.present.document;
    if (this.#problem !== undefined) return false;
    const document = change(before);
    if (document === before) return false;
    this.#go(record(this.#history, { document, words }, mark));
    return true;
  }

  /** Answers the words of what was undone. */
  undo(): string | undefined {
    const { words } = this.#history.present;
    return this.#go(undo(this.#history)) ? words : undefined;
  }

  /** Answers the words of what was done again. */
  redo(): string | undefined {
    return this.#go(redo(this.#history)) ? this.#history.present.words : undefined;
  }

  #go(next: History<Step>): boolean {
    if (next === this.#history) return false;
    this.#history = next;
    const { document } = next.present;
    this.#text = document === undefined ? '' : JSON.stringify(document, undefined, 2);
    this.#publish();
    this.#onText(this.#text);
    return true;
  }

  #publish(): void {
    const { past, present, future } = this.#history;
    this.#state = {
      document: present.document,
      problem: this.#problem,
      canUndo: past.length > 0,
      canRedo: future.length > 0,
    };
    for (const listener of this.#listeners) listener();
  }
}

function readJoin(text: string): Pick<JoinState, 'document' | 'problem'> {
  if (text.trim() === '') return { document: undefined, problem: undefined };
  try {
    const parsed = joinDocumentSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { document: parsed.data, problem: undefined };
    const [issue] = parsed.error.issues;
    return { document: undefined, problem: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'not known'}` };
  } catch {
    return { document: undefined, problem: 'It is not JSON.' };
  }
}
