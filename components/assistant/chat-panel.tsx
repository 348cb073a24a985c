'use client';

import { SendHorizontal, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ChatQuestion } from '../../lib/client/assistant.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { AnswerText } from './answer-text.tsx';
import { CallsDialog } from './calls-dialog.tsx';
import styles from './chat.module.css';
import type { ChatContext, ChatSession } from './chat-session.ts';
import type { SqlActions } from './code-block.tsx';
import { PayloadDialog } from './payload-dialog.tsx';
import { useModelStatus } from './use-model.ts';

interface ChatPanelProps {
  readonly session: ChatSession;
  readonly sqlActions: SqlActions;
  /** What the run of the shown statement failed with, if it did. */
  readonly runError: string | undefined;
  /** The statement at the cursor and its tables, read when a question is sent. */
  context(): Promise<ChatContext>;
  /** What the comment at the cursor says, if there is one. */
  comment(): string | undefined;
  /** Opens a proposed join in a tab of its own. */
  onOpenJoin(document: JoinDocument): void;
}

/** Questions about the statement and its tables. Nothing that comes back runs by itself. */
export function ChatPanel({ session, sqlActions, runError, context, comment, onOpenJoin }: ChatPanelProps) {
  const { messages, isAsking, error, isStopped } = useSyncExternalStore(
    session.subscribe,
    session.getState,
    session.getState,
  );
  const status = useModelStatus();
  const [text, setText] = useState('');
  const [hasCalls, setHasCalls] = useState(false);
  const [hasNoComment, setHasNoComment] = useState(false);
  const [inspected, setInspected] = useState<ChatQuestion>();
  const end = useRef<HTMLDivElement>(null);
  const length = messages.reduce((sum, { content }) => sum + content.length, 0);
  // What went wrong stands at the end as well.
  const shown = length + (error === undefined ? 0 : 1) + (isStopped ? 1 : 0);
  useEffect(() => {
    if (shown > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const canAsk = status?.isConfigured === true && !isAsking;
  const send = async (message: string, withError = false) => {
    const about = await context();
    setText('');
    await session.send(message, withError && runError !== undefined ? { ...about, error: runError } : about);
  };
  const propose = async (words: string) => {
    const { tables } = await context();
    setText('');
    await session.propose(words, tables);
  };
  const writeFromComment = async () => {
    const words = comment();
    setHasNoComment(words === undefined);
    if (words !== undefined) await send(`Write the statement for this comment: ${words}`);
  };
  const inspect = async () =>
    setInspected(session.questionOf(text.trim() || 'Explain this statement.', await context()));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (canAsk && text.trim() !== '') void send(text.trim());
  };
  return (
    <section className={styles.panel} aria-label="Questions to a model">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long conversation is scrolled by keyboard */}
      <div className={styles.messages} role="log" tabIndex={0} aria-label="Conversation">
        {status?.isConfigured === false ? (
          <p className="muted">
            {status.reason} Suggested joins and descriptions work without one; questions in words need a model, named
            under <code>assistant</code> in config.yaml.
          </p>
        ) : messages.length === 0 ? (
          <p className="muted">
            Ask about the statement at the cursor, or describe what you need. The model sees the names that the policies
            of the connections let out, never values; nothing runs by itself.
          </p>
        ) : null}
        {messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages only ever grow at the end
          <div key={index} className={message.role === 'user' ? styles.mine : styles.answer}>
            {message.role === 'user' ? (
              <p>{message.content}</p>
            ) : message.content === '' && isAsking && index === messages.length - 1 ? (
              <Spinner label="The model is asked" />
            ) : message.content === '' && message.join === undefined && index < messages.length - 1 ? (
              <p className="muted">No answer came.</p>
            ) : (
              <>
                <AnswerText text={message.content} actions={sqlActions} />
                {message.join === undefined ? null : (
                  <Button
                    className={styles.open ?? ''}
                    title="The builder measures how well it fits before it runs"
                    onClick={() => message.join && onOpenJoin(message.join)}
                  >
                    Open in the join builder
                  </Button>
                )}
              </>
            )}
          </div>
        ))}
        {isStopped ? <p className="muted">Stopped.</p> : null}
        {hasNoComment ? (
          <p role="status">No comment stands at the cursor. Write what you need behind -- in the editor.</p>
        ) : null}
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div ref={end} />
      </div>
      <div className={styles.ask}>
        <div className={styles.quick}>
          <Button disabled={!canAsk} onClick={() => void send('Explain this statement.')}>
            Explain statement
          </Button>
          {runError === undefined ? null : (
            <Button disabled={!canAsk} onClick={() => void send('Fix this error.', true)}>
              Fix the error
            </Button>
          )}
          <Button
            disabled={!canAsk}
            title="The comment at the cursor is sent as your words, and its statement comes back; nothing runs"
            onClick={() => void writeFromComment()}
          >
            Write from comment
          </Button>
          <Button
            disabled={!canAsk || text.trim() === ''}
            title="Write what you need: a join is proposed for it, and not run"
            onClick={() => void propose(text.trim())}
          >
            Propose a join
          </Button>
          <span className={styles.spacer} />
          {messages.length === 0 ? null : (
            <Button kind="quiet" onClick={() => session.clear()}>
              Clear
            </Button>
          )}
        </div>
        <div className={styles.field}>
          <textarea
            aria-label="Ask, or describe what you need"
            placeholder="Ask, or describe what you need"
            rows={2}
            maxLength={8_000}
            value={text}
            disabled={status?.isConfigured !== true}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {isAsking ? (
            <Button isIcon aria-label="Stop the model" title="Stop the model" onClick={() => session.stop()}>
              <Square size={11} fill="currentColor" aria-hidden="true" />
            </Button>
          ) : (
            <Button
              kind="primary"
              isIcon
              aria-label="Send"
              title="Send (Enter)"
              disabled={!canAsk || text.trim() === ''}
              onClick={() => void send(text.trim())}
            >
              <SendHorizontal size={14} aria-hidden="true" />
            </Button>
          )}
        </div>
        <div className={styles.links}>
          <button type="button" className={styles.inspect} onClick={() => void inspect()}>
            {status?.isConfigured === true ? 'What would be sent?' : 'What would a model see?'}
          </button>
          <button type="button" className={styles.inspect} onClick={() => setHasCalls(true)}>
            What was asked
          </button>
        </div>
      </div>
      {hasCalls ? <CallsDialog onClose={() => setHasCalls(false)} /> : null}
      <PayloadDialog
        question={inspected}
        onSend={canAsk && inspected !== undefined ? () => void send(inspected.message) : undefined}
        onClose={() => setInspected(undefined)}
      />
    </section>
  );
}
