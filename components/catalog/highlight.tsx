import styles from './catalog.module.css';

interface HighlightProps {
  readonly text: string;
  /** Words to mark wherever they occur. */
  readonly query: string;
}

/** Text with the words of a search marked. */
export function Highlight({ text, query }: HighlightProps) {
  const words = query.split(/[\s.]+/).filter(Boolean);
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
