import styles from './small.module.css';

interface MarkedWordsProps {
  readonly text: string;
  /** Marked wherever they occur, without regard to case. */
  readonly words: readonly string[];
}

/** Text with the words of a search marked. */
export function MarkedWords({ text, words }: MarkedWordsProps) {
  if (words.length === 0) return text;
  const form = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi');
  return text.split(form).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text are told apart by their place only
      <mark key={index} className={styles.hit}>
        {part}
      </mark>
    ),
  );
}
