import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import type { ColumnDescription, ResultDescription } from '../../lib/contract/description.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { AssistantActions } from './assistant-actions.ts';

export interface DescriptionState {
  readonly description: ResultDescription | undefined;
  readonly error: ErrorShape | undefined;
  readonly saveState: 'saved' | 'dirty' | 'saving' | 'failed';
}

type Actions = Pick<AssistantActions, 'describe' | 'saveDescription'>;

const SAVE_AFTER_MS = 800;

/** The description of one run as it is edited here. It saves itself soon after each change, one save at a time. */
export class DescriptionSession {
  readonly runId: string;
  readonly #actions: Actions;
  readonly #saveAfterMs: number;
  readonly #listeners = new Set<() => void>();
  #state: DescriptionState = { description: undefined, error: undefined, saveState: 'saved' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  constructor(runId: string, actions: Actions, saveAfterMs = SAVE_AFTER_MS) {
    this.runId = runId;
    this.#actions = actions;
    this.#saveAfterMs = saveAfterMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): DescriptionState => this.#state;

  /** Reads it from the server; what was not saved is given up. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#take(await answered(this.#actions.describe(this.runId)), 'failed');
  }

  /** Texts of the result as a whole. */
  edit(change: Partial<Pick<ResultDescription, 'title' | 'description'>>): void {
    const { description } = this.#state;
    if (description !== undefined) this.#changed({ ...description, ...change, writtenBy: 'person' });
  }

  /** Texts of one column: whoever types is its author, and what was confirmed before is to be confirmed again. */
  editColumn(position: number, change: Partial<Pick<ColumnDescription, 'title' | 'description' | 'unit'>>): void {
    this.#changeColumns((column) => {
      if (column.position !== position) return column;
      const { unit, ...rest } = { ...column, ...change };
      return {
        ...rest,
        ...(unit === undefined || unit === '' ? {} : { unit }),
        writtenBy: 'person',
        isConfirmed: false,
      };
    });
  }

  /** Takes texts over that a model wrote, of the columns that nobody has typed into meanwhile. */
  propose(proposed: ResultDescription): void {
    const { description } = this.#state;
    if (description === undefined) return;
    const columns = description.columns.map((column, index) => {
      const isOurs = column.isConfirmed || column.writtenBy === 'person';
      return isOurs ? column : (proposed.columns[index] ?? column);
    });
    const { title, description: text, writtenBy } = description.writtenBy === 'person' ? description : proposed;
    this.#changed({ ...description, title, description: text, writtenBy, columns });
  }

  confirm(position: number, isConfirmed: boolean): void {
    this.#changeColumns((column) => (column.position === position ? { ...column, isConfirmed } : column));
  }

  confirmAll(): void {
    this.#changeColumns((column) => ({ ...column, isConfirmed: true }));
  }

  /** Saves at once what is not saved yet; settles when the server has it or has refused it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#saving !== undefined) await this.#saving;
    if (this.#state.saveState !== 'dirty') return;
    this.#saving = this.#save();
    await this.#saving;
    this.#saving = undefined;
  }

  #changeColumns(change: (column: ColumnDescription) => ColumnDescription): void {
    const { description } = this.#state;
    if (description !== undefined) this.#changed({ ...description, columns: description.columns.map(change) });
  }

  #changed(description: ResultDescription): void {
    this.#set({ description, saveState: 'dirty' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#saveAfterMs);
  }

  async #save(): Promise<void> {
    const sent = this.#state.description;
    if (sent === undefined) return;
    this.#set({ saveState: 'saving' });
    const answer = await answered(this.#actions.saveDescription(sent));
    if (!answer.ok) this.#take(answer, 'failed');
    else if (this.#state.description === sent) this.#take(answer, 'failed');
    else if (this.#state.description !== undefined)
      this.#changed({ ...this.#state.description, version: answer.value.version });
  }

  #take(answer: ActionAnswer<ResultDescription>, otherwise: 'failed'): void {
    if (answer.ok) this.#set({ description: answer.value, error: undefined, saveState: 'saved' });
    else this.#set({ error: answer.error, saveState: otherwise });
  }

  #set(change: Partial<DescriptionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const answered = (promise: Promise<ActionAnswer<ResultDescription>>): Promise<ActionAnswer<ResultDescription>> =>
  promise.catch((thrown: unknown) => ({ ok: false, error: toErrorShape(thrown) }) as const);
