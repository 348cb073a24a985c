import styles from './small.module.css';

/** A text of ours in which words in backquotes stand in the type of code. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text have no other identity
      <code key={index} className={styles.code}>
        {part}
      </code>
    ),
  );
}
