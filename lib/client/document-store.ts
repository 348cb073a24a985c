import type { DocumentKind, SqlDocument } from '../contract/document.ts';
import type { ErrorShape } from '../contract/errors.ts';
import { DEFAULT_ROW_LIMIT, FEDERATED } from '../contract/run.ts';
import { type ActionAnswer, ClientError, toErrorShape } from './answer.ts';
import type { DocumentActions } from './document-actions.ts';
import { Draft, type DraftContent, type SaveState } from './draft.ts';
import { allLeftovers, forgetLeftover, keepLeftover } from './leftovers.ts';

/** A tab as the page draws it. The text is not here, so that typing does not draw the page anew: ask `text(id)`. */
export interface TabState {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly target: string;
  readonly rowLimit: number | null;
  readonly lastRunId: string | undefined;
  /** Saved query that the tab belongs to, and the version it began with or saved last. */
  readonly queryId: string | undefined;
  readonly queryVersion: number | undefined;
  readonly saveState: SaveState;
  readonly savedAt: string;
  readonly saveError: ErrorShape | undefined;
}

export interface DocumentsState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly tabs: readonly TabState[];
  readonly error: ErrorShape | undefined;
}

/** The open documents of the page: loads them, keeps each as a draft that saves itself. */
export class DocumentStore {
  readonly #actions: DocumentActions;
  readonly #listeners = new Set<() => void>();
  /** Told when a draft's text changes from outside the editor. */
  readonly #textListeners = new Set<(id: string, text: string) => void>();
  #drafts: Draft[] = [];
  #state: DocumentsState = { status: 'loading', tabs: [], error: undefined };

  constructor(actions: DocumentActions) {
    this.#actions = actions;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): DocumentsState => this.#state;

  onText(listener: (id: string, text: string) => void): () => void {
    this.#textListeners.add(listener);
    return () => this.#textListeners.delete(listener);
  }

  text(id: string): string {
    return this.#draft(id)?.content.text ?? '';
  }

  /**
   * Loads the open documents, and `wanted` too if the URL names it: answers why that one does not open, where it does not. A page without any starts
   * with an empty one.
   */
  async load(wanted: string | undefined): Promise<ErrorShape | undefined> {
    this.#publish('loading');
    let wantedError: ErrorShape | undefined;
    try {
      const documents = unwrap(await this.#actions.list());
      this.#drafts = documents.map((document) => this.#newDraft(document));
      if (wanted !== undefined && this.#draft(wanted) === undefined)
        await this.open(wanted).catch((thrown: unknown) => {
          wantedError = toErrorShape(thrown);
        });
      await this.#restoreLeftovers();
      if (this.#drafts.length === 0) await this.create({});
      this.#publish('ready');
    } catch (thrown) {
      this.#publish('failed', toErrorShape(thrown));
    }
    return wantedError;
  }

  /** A tab at the end; a statement unless `kind` says otherwise. */
  async create(
    content: Partial<Pick<DraftContent, 'title' | 'text' | 'target' | 'rowLimit'>> & { kind?: DocumentKind },
  ): Promise<string> {
    const kind = content.kind ?? 'statement';
    const document = unwrap(
      await this.#actions.create({
        kind,
        title: this.#freeTitle(content.title ?? (kind === 'join' ? 'Untitled join' : 'Untitled')),
        text: content.text ?? '',
        target: content.target ?? FEDERATED,
        rowLimit: content.rowLimit === undefined ? DEFAULT_ROW_LIMIT : content.rowLimit,
      }),
    );
    this.#drafts.push(this.#newDraft(document));
    this.#renumber();
    this.#publish('ready');
    return document.id;
  }

  /** Opens a document that is not among the tabs: closed before, or sent as a URL. */
  async open(id: string): Promise<void> {
    if (this.#draft(id) !== undefined) return;
    const draft = this.#newDraft(unwrap(await this.#actions.get(id)));
    this.#drafts.push(draft);
    if (!draft.content.isOpen) draft.edit({ isOpen: true });
    this.#renumber();
    this.#publish('ready');
  }

  async duplicate(id: string): Promise<string | undefined> {
    const draft = this.#draft(id);
    if (draft === undefined) return undefined;
    const { title, text, target, rowLimit } = draft.content;
    return this.create({ kind: draft.kind, title: `${title} copy`, text, target, rowLimit });
  }

  listClosed = async (): Promise<SqlDocument[]> => unwrap(await this.#actions.listClosed());

  edit(id: string, change: Partial<DraftContent>): void {
    this.#draft(id)?.edit(change);
  }

  /** Takes the tab away; the document stays on the server and can be opened again. */
  close(id: string): void {
    const draft = this.#draft(id);
    if (draft === undefined) return;
    draft.edit({ isOpen: false });
    void draft.flush();
    this.#drafts = this.#drafts.filter((other) => other !== draft);
    this.#renumber();
    this.#publish('ready');
  }

  move(id: string, position: number): void {
    const draft = this.#draft(id);
    if (draft === undefined) return;
    const others = this.#drafts.filter((other) => other !== draft);
    others.splice(Math.max(0, Math.min(position, others.length)), 0, draft);
    this.#drafts = others;
    this.#renumber();
    this.#publish('ready');
  }

  async flush(id?: string): Promise<void> {
    await Promise.all(
      this.#drafts.filter((draft) => id === undefined || draft.id === id).map((draft) => draft.flush()),
    );
  }

  /** The page may be about to go: starts the saves, and keeps what is not saved in the browser in case they do not get through. */
  flushBeforeLeaving(): void {
    for (const draft of this.#drafts) if (draft.isDirty) keepLeftover(draft);
    void this.flush();
  }

  async resolveConflict(id: string, keep: 'mine' | 'theirs' | 'both'): Promise<string | undefined> {
    const draft = this.#draft(id);
    if (draft === undefined) return undefined;
    const newer = unwrap(await this.#actions.get(id));
    const copyId = keep === 'both' ? await this.duplicate(id) : undefined;
    draft.rebase(newer, keep === 'mine' ? 'mine' : 'theirs');
    if (keep !== 'mine') for (const listener of this.#textListeners) listener(id, draft.content.text);
    return copyId;
  }

  #draft(id: string): Draft | undefined {
    return this.#drafts.find((draft) => draft.id === id);
  }

  #newDraft(document: SqlDocument): Draft {
    const draft: Draft = new Draft(document, {
      save: (content) => this.#actions.save(content),
      onChange: () => {
        if (draft.state === 'saved') forgetLeftover(draft.id);
        this.#publish(this.#state.status);
      },
    });
    return draft;
  }

  /** What was left of documents that the person has; the rest waits for whoever wrote it. */
  async #restoreLeftovers(): Promise<void> {
    for (const { id, version, kind, title, text } of allLeftovers()) {
      await this.open(id).catch(() => undefined);
      const draft = this.#draft(id);
      if (draft === undefined) continue;
      forgetLeftover(id);
      if (draft.content.text === text) continue;
      if (draft.version === version) draft.edit({ text });
      else await this.create({ kind, title: `${title} (recovered)`, text });
    }
  }

  #renumber(): void {
    for (const [position, draft] of this.#drafts.entries())
      if (draft.content.position !== position) draft.edit({ position });
  }

  #freeTitle(wanted: string): string {
    const taken = new Set(this.#drafts.map((draft) => draft.content.title));
    for (let count = 1; ; count += 1) {
      const title = count === 1 ? wanted : `${wanted} ${count}`;
      if (!taken.has(title)) return title;
    }
  }

  #publish(status: DocumentsState['status'], error?: ErrorShape): void {
    const tabs = this.#drafts.map(tabOf);
    const isSame =
      status === this.#state.status &&
      error === this.#state.error &&
      JSON.stringify(tabs) === JSON.stringify(this.#state.tabs);
    if (isSame) return;
    this.#state = { status, tabs, error };
    for (const listener of this.#listeners) listener();
  }
}

const tabOf = ({ id, kind, content, state, savedAt, error }: Draft): TabState => ({
  id,
  kind,
  title: content.title,
  target: content.target,
  rowLimit: content.rowLimit,
  lastRunId: content.lastRunId,
  queryId: content.queryId,
  queryVersion: content.queryVersion,
  saveState: state,
  savedAt,
  saveError: error,
});

function unwrap<T>(answer: ActionAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new ClientError(answer.error);
}
