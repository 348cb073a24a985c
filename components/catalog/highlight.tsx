import { MarkedWords } from '../ui/marked-words.tsx';

interface HighlightProps {
  readonly text: string;
  /** Words to mark wherever they occur. */
  readonly query: string;
}

/** A name with the words of a search marked; a dot parts them too. */
export const Highlight = ({ text, query }: HighlightProps) => (
  <MarkedWords text={text} words={query.split(/[\s.]+/).filter(Boolean)} />
);
