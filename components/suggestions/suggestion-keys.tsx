import type { Normaliser } from '../../lib/contract/join.ts';
import type { Suggestion } from '../../lib/contract/suggestion.ts';
import { normaliserLabel } from '../join-builder/normaliser-words.ts';
import { Origin } from '../ui/origin.tsx';
import styles from './suggestions.module.css';

interface SuggestionKeysProps {
  readonly suggestion: Suggestion;
  readonly leftColor: number | undefined;
  readonly rightColor: number | undefined;
}

const mostShown = 4;

/** The columns that are compared, with what is done to each before comparing. A union names how many columns stand below each other. */
export function SuggestionKeys({ suggestion, leftColor, rightColor }: SuggestionKeysProps) {
  const { pairs, type } = suggestion;
  const shown = type === 'union' ? pairs.slice(0, mostShown) : pairs;
  return (
    <ul className={styles.keys} aria-label={type === 'union' ? 'Columns of the union' : 'Keys'}>
      {shown.map((pair) => (
        <li key={`${pair.left}\0${pair.right}`} className={styles.key}>
          <KeyColumn name={pair.left} normalisers={pair.leftNormalisers} color={leftColor} />
          <KeyColumn
            sign={type === 'union' ? '+' : '='}
            name={pair.right}
            normalisers={pair.rightNormalisers}
            color={rightColor}
          />
        </li>
      ))}
      {shown.length === pairs.length ? null : <li className="faint">and {pairs.length - shown.length} more columns</li>}
    </ul>
  );
}

interface KeyColumnProps {
  /** Stands before the second column and stays with it on the next line. */
  readonly sign?: string;
  readonly name: string;
  readonly normalisers: readonly Normaliser[];
  readonly color: number | undefined;
}

function KeyColumn({ sign, name, normalisers, color }: KeyColumnProps) {
  return (
    <span className={styles.column}>
      {sign === undefined ? null : <span className={styles.sign}>{sign}</span>}
      <Origin color={color} />
      <span className={styles.columnName}>{name}</span>
      {normalisers.map((normaliser) => (
        <span key={normaliserLabel(normaliser)} className={styles.normaliser}>
          {normaliserLabel(normaliser)}
        </span>
      ))}
    </span>
  );
}
