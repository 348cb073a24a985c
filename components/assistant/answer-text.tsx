import { type AnswerBlock, answerBlocks, inlineParts } from './answer-blocks.ts';
import styles from './chat.module.css';
import { CodeBlock, type SqlActions } from './code-block.tsx';

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
        <CodeBlock
          text={block.text}
          isSql={block.isComplete && ['sql', ''].includes(block.language)}
          actions={actions}
        />
      );
  }
}

function Inline({ text }: { readonly text: string }) {
  return inlineParts(text).map((part, index) => {
    const key = `${index}${part.text}`;
    if (part.kind === 'bold') return <b key={key}>{part.text}</b>;
    if (part.kind === 'emphasis') return <em key={key}>{part.text}</em>;
    if (part.kind === 'code') return <code key={key}>{part.text}</code>;
    return <span key={key}>{part.text}</span>;
  });
}
