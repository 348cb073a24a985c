import { JoinSession } from './join-session.ts';

interface JoinTexts {
  text(id: string): string;
  edit(id: string, change: { readonly text: string }): void;
}

/** The joins of the open tabs: each keeps what undo leads to while its tab is open, whichever tab is shown. */
export class JoinSessions {
  readonly #texts: JoinTexts;
  readonly #sessions = new Map<string, JoinSession>();

  constructor(texts: JoinTexts) {
    this.#texts = texts;
  }

  of(id: string): JoinSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new JoinSession(this.#texts.text(id), (text) => this.#texts.edit(id, { text }));
    this.#sessions.set(id, session);
    return session;
  }

  /** Another window's version takes the place of the one here. */
  load(id: string, text: string): void {
    this.#sessions.get(id)?.load(text);
  }

  /** Forgets tabs that are no longer open. */
  keepOnly(ids: readonly string[]): void {
    for (const id of this.#sessions.keys()) if (!ids.includes(id)) this.#sessions.delete(id);
  }
}
