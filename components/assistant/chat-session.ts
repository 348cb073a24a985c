import { toErrorShape } from '../../lib/client/answer.ts';
import type { ChatQuestion } from '../../lib/client/assistant.ts';
import type { AssistantAnswer, Conversation } from '../../lib/contract/assistant.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** A join that was proposed for words; the content says why and shows its SQL. */
  readonly join?: JoinDocument | undefined;
}

export interface ChatState {
  readonly messages: readonly ChatMessage[];
  readonly isAsking: boolean;
  readonly error: ErrorShape | undefined;
  /** The last answer was stopped before its end. */
  readonly isStopped: boolean;
}

/** What a question is about; read when it is sent. */
export type ChatContext = Pick<ChatQuestion, 'sql' | 'tables' | 'error'>;
type Stream = (question: ChatQuestion, signal: AbortSignal) => AsyncIterable<string>;

const nothing: ChatState = { messages: [], isAsking: false, error: undefined, isStopped: false };

/** Asks for a join in words. */
type AskJoin = (
  question: { purpose: 'join'; words: string; tables: TableReference[] },
  signal: AbortSignal,
) => Promise<AssistantAnswer>;

/** Where a conversation is kept between visits. */
export interface ConversationStore {
  load(): Promise<Conversation>;
  save(conversation: Conversation): Promise<void>;
}

/** As many messages are kept. */
const MOST_KEPT = 200;
/** As many earlier messages as a question repeats. */
const MOST_EARLIER = 12;
/** As many tables as a join in words may be given. */
const MOST_PICKED = 14;

/** The conversation of one tab. It can be stopped at any time; what had come by then stays. */
export class ChatSession {
  readonly #stream: Stream;
  readonly #askJoin: AskJoin;
  readonly #store: ConversationStore | undefined;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #abort: AbortController | undefined;

  #hasLoaded = false;

  constructor(stream: Stream, askJoin: AskJoin, store?: ConversationStore) {
    this.#stream = stream;
    this.#askJoin = askJoin;
    this.#store = store;
  }

  /** Brings back what was said before, once; what is said meanwhile goes behind it. */
  async load(): Promise<void> {
    if (this.#hasLoaded || this.#store === undefined) return;
    this.#hasLoaded = true;
    try {
      const { messages } = await this.#store.load();
      if (this.#state.messages.length === 0) this.#set({ messages });
    } catch (thrown) {
      this.#hasLoaded = false;
      this.#set({ error: toErrorShape(thrown) });
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): ChatState => this.#state;

  /** The question as it would be sent now: what the inspector shows. */
  questionOf(message: string, context: ChatContext): ChatQuestion {
    const earlier = this.#state.messages.filter(({ content }) => content !== '').slice(-MOST_EARLIER);
    return { purpose: 'chat', message, ...context, earlier: earlier.map(({ role, content }) => ({ role, content })) };
  }

  /** Settles when the answer has ended, by itself or by `stop`. */
  async send(message: string, context: ChatContext): Promise<void> {
    if (this.#state.isAsking || message.trim() === '') return;
    const question = this.questionOf(message, context);
    const abort = new AbortController();
    this.#abort = abort;
    const before = [...this.#state.messages, { role: 'user', content: message } as const];
    let content = '';
    const show = (change: Partial<ChatState> = {}) =>
      this.#set({ messages: [...before, { role: 'assistant', content }], ...change });
    show({ isAsking: true, error: undefined, isStopped: false });
    try {
      for await (const piece of this.#stream(question, abort.signal)) {
        if (abort.signal.aborted) break;
        content += piece;
        show();
      }
      show({ isAsking: false, isStopped: abort.signal.aborted });
    } catch (thrown) {
      const isStopped = abort.signal.aborted;
      show({ isAsking: false, isStopped, error: isStopped ? undefined : toErrorShape(thrown) });
    }
    await this.#save();
  }

  /** A join for words, as a proposal that nobody has run. */
  async propose(words: string, tables: readonly TableReference[]): Promise<void> {
    if (this.#state.isAsking || words.trim() === '') return;
    const abort = new AbortController();
    this.#abort = abort;
    const before = [...this.#state.messages, { role: 'user', content: words } as const];
    const show = (answer: Omit<ChatMessage, 'role'>, change: Partial<ChatState>) =>
      this.#set({ messages: [...before, { role: 'assistant', ...answer }], ...change });
    show({ content: '' }, { isAsking: true, error: undefined, isStopped: false });
    try {
      const answer = await this.#askJoin(
        { purpose: 'join', words, tables: tables.slice(0, MOST_PICKED) },
        abort.signal,
      );
      show(answered(answer), { isAsking: false });
    } catch (thrown) {
      const error = abort.signal.aborted ? undefined : toErrorShape(thrown);
      show({ content: abort.signal.aborted ? 'Stopped.' : '' }, { isAsking: false, error });
    }
    await this.#save();
  }

  stop(): void {
    this.#abort?.abort();
  }

  clear(): void {
    this.stop();
    this.#set(nothing);
    void this.#save();
  }

  /** What cannot be kept stays on the page; the page says so. */
  async #save(): Promise<void> {
    const messages = this.#state.messages.slice(-MOST_KEPT);
    try {
      await this.#store?.save({ messages: [...messages] });
    } catch (thrown) {
      this.#set({ error: toErrorShape(thrown) });
    }
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function answered(answer: AssistantAnswer): Omit<ChatMessage, 'role'> {
  if ('proposal' in answer) {
    const { why, sql, document } = answer.proposal;
    return { content: `${why}\n\n\`\`\`sql\n${sql}\n\`\`\``, join: document };
  }
  return { content: 'cannot' in answer ? `No join: ${answer.cannot}` : '' };
}
