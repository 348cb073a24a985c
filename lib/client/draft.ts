import type { DocumentKind, SaveDocument, SqlDocument } from '../contract/document.ts';
import type { ErrorShape } from '../contract/errors.ts';
import { type ActionAnswer, toErrorShape } from './answer.ts';

/** `failed`: the server refused this content for good; the next edit tries again. `conflict`: waits for the user's decision. */
export type SaveState = 'saved' | 'dirty' | 'saving' | 'retrying' | 'conflict' | 'failed';

export type DraftContent = Omit<SaveDocument, 'id' | 'version'>;

export interface DraftOptions {
  save(document: SaveDocument): Promise<ActionAnswer<SqlDocument>>;
  onChange(): void;
  /** Wait after the last edit before saving. */
  readonly debounceMs?: number;
  readonly firstRetryMs?: number;
}

const longestRetryMs = 10_000;

/** One document as it is edited here. Saves itself soon after each change, one save at a time, and tries again while the server is away. */
export class Draft {
  readonly id: string;
  readonly kind: DocumentKind;
  content: DraftContent;
  state: SaveState = 'saved';
  error: ErrorShape | undefined;
  /** ISO time of the last acknowledged save. */
  savedAt: string;
  version: number;
  readonly #options: DraftOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  #revision = 0;
  #savedRevision = 0;
  #retries = 0;

  constructor(document: SqlDocument, options: DraftOptions) {
    this.id = document.id;
    this.kind = document.kind;
    this.version = document.version;
    this.savedAt = document.updatedAt;
    this.content = contentOf(document);
    this.#options = options;
  }

  get isDirty(): boolean {
    return this.#revision !== this.#savedRevision;
  }

  edit(change: Partial<DraftContent>): void {
    this.content = { ...this.content, ...change };
    this.#revision += 1;
    if (this.state === 'conflict') return;
    if (!this.#isSending) this.#set(this.state === 'retrying' ? 'retrying' : 'dirty');
    this.#schedule(this.#options.debounceMs ?? 600);
  }

  /** Saves at once what is not saved yet. Settles when that save has been answered; a save under way is followed by another if needed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.isDirty || this.#isSending || this.state === 'conflict') return;
    this.#isSending = true;
    this.#set('saving');
    const revision = this.#revision;
    const answer = await this.#send();
    this.#isSending = false;
    if (answer.ok) {
      this.version = answer.value.version;
      this.savedAt = answer.value.updatedAt;
      this.#savedRevision = revision;
      this.#retries = 0;
      this.#set(this.isDirty ? 'dirty' : 'saved');
      if (this.isDirty) this.#schedule(0);
    } else this.#fail(answer.error);
  }

  /** Goes on from a newer version on the server: with the content given, or with the content here, which then overwrites it. */
  rebase(newer: SqlDocument, keep: 'mine' | 'theirs'): void {
    this.version = newer.version;
    this.state = 'dirty';
    if (keep === 'mine') {
      this.#revision += 1;
      this.#schedule(0);
      this.#set('dirty');
      return;
    }
    this.content = contentOf(newer);
    this.savedAt = newer.updatedAt;
    this.#savedRevision = this.#revision;
    this.#set('saved');
  }

  async #send(): Promise<ActionAnswer<SqlDocument>> {
    try {
      return await this.#options.save({ id: this.id, version: this.version, ...this.content });
    } catch (thrown) {
      return { ok: false, error: toErrorShape(thrown) };
    }
  }

  #fail(error: ErrorShape): void {
    if (error.code === 'conflict') this.#set('conflict', error);
    else if (error.class === 'user') this.#set('failed', error);
    else {
      this.#set('retrying', error);
      this.#schedule(Math.min((this.#options.firstRetryMs ?? 1000) * 2 ** this.#retries, longestRetryMs));
      this.#retries += 1;
    }
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  #set(state: SaveState, error?: ErrorShape): void {
    this.state = state;
    this.error = error;
    this.#options.onChange();
  }
}

const contentOf = ({ title, text, target, rowLimit, position, isOpen, ...links }: SqlDocument): DraftContent => ({
  title,
  text,
  target,
  rowLimit,
  position,
  isOpen,
  ...(links.lastRunId === undefined ? {} : { lastRunId: links.lastRunId }),
  ...(links.queryId === undefined ? {} : { queryId: links.queryId }),
  ...(links.queryVersion === undefined ? {} : { queryVersion: links.queryVersion }),
});
