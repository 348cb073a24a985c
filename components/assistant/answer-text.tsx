import { Button } from '../ui/button.tsx';
import { type AnswerBlock, answerBlocks, inlineParts } from './answer-blocks.ts';
import styles from './chat.module.css';

/** What can be done with SQL of an answer; each follows a click, and none runs it. */
export interface SqlActions {
  /** Below the statements of the editor. */
  insert(sql: string): void;
  /** In the place of the statement at the cursor; absent where there is none. */
  readonly replace?: ((sql: string) => void) | undefined;
}

interface AnswerTextProps {
  readonly text: string;
  readonly actions: SqlActions;
}

/** A model's answer as text, with its SQL as blocks that can be taken over. */
export function AnswerText({ text, actions }: AnswerTextProps) {
  return answerBlocks(text).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever grow at the end
    <Block key={index} block={block} actions={actions} />
  ));
}

function Block({ block, actions }: { readonly block: AnswerBlock; readonly actions: SqlActions }) {
  switch (block.kind) {
    case 'heading':
      return (
        <p className={styles.heading}>
          <Inline text={block.text} />
        </p>
      );
    case 'text':
      return (
        <p>
          <Inline text={block.text} />
        </p>
      );
    case 'list':
      return (
        <ul className={styles.items}>
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <div className={styles.code}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long code that is scrolled by keyboard */}
          <pre tabIndex={0}>{block.text}</pre>
          {block.isComplete && ['sql', ''].includes(block.language) ? (
            <div className={styles.codeActions}>
              <Button onClick={() => actions.insert(block.text)}>Insert below</Button>
              {actions.replace === undefined ? null : (
                <Button kind="quiet" onClick={() => actions.replace?.(block.text)}>
                  Replace statement
                </Button>
              )}
            </div>
          ) : null}
        </div>
      );
  }
}

function Inline({ text }: { readonly text: string }) {
  return inlineParts(text).map((part, index) => {
    const key = `${index}${part.text}`;
    if (part.kind === 'bold') return <b key={key}>{part.text}</b>;
    if (part.kind === 'code') return <code key={key}>{part.text}</code>;
    return <span key={key}>{part.text}</span>;
  });
}
