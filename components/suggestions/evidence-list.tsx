import type { ReactNode } from 'react';
import type { Suggestion } from '../../lib/contract/suggestion.ts';
import { formatCount } from '../../lib/format/number.ts';
import { shareText } from '../join-builder/xray-words.ts';
import { cardinalityMeaning, sideNames, uniqueText } from './suggestion-words.ts';
import styles from './suggestions.module.css';

/** What a suggestion rests on, figure by figure; what was not measured is not shown. */
export function EvidenceList({ suggestion }: { readonly suggestion: Suggestion }) {
  const { evidence, left, right } = suggestion;
  const [leftName, rightName] = sideNames(left, right);
  const { leftUnique, rightUnique, uniqueFrom } = evidence;
  return (
    <dl className={styles.evidence}>
      <Fact name="Keys asked for">
        {evidence.keysProbed === 0
          ? 'none: judged by names and types only'
          : `${formatCount(evidence.keysProbed)}, found ${formatCount(evidence.keysFound)}`}
      </Fact>
      {evidence.byChance === undefined ? null : (
        <Fact name="Chance alone would find">{shareText(evidence.byChance)}</Fact>
      )}
      <Fact name="Likeness of names">{shareText(Math.max(0, Math.min(1, evidence.nameScore)))}</Fact>
      <Fact name="Rows">{cardinalityMeaning(suggestion)}</Fact>
      {leftUnique === undefined ? null : <Fact name={`Different keys in ${leftName}`}>{shareText(leftUnique)}</Fact>}
      {rightUnique === undefined ? null : <Fact name={`Different keys in ${rightName}`}>{shareText(rightUnique)}</Fact>}
      <Fact name="Uniqueness is">{uniqueText(uniqueFrom)}</Fact>
      {evidence.fanOut === undefined ? null : (
        <Fact name={`Rows for each of ${leftName}`}>{evidence.fanOut.toFixed(2)}</Fact>
      )}
      {evidence.worstKeys.length === 0 ? null : (
        <Fact name="Most rows for one key">
          <Values values={evidence.worstKeys.map(({ key, rows }) => `${key} (${formatCount(rows)})`)} />
        </Fact>
      )}
      {evidence.matchedExamples.length === 0 ? null : (
        <Fact name="Keys that met">
          <Values values={evidence.matchedExamples} />
        </Fact>
      )}
      {evidence.unmatchedExamples.length === 0 ? null : (
        <Fact name="Keys that did not">
          <Values values={evidence.unmatchedExamples} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const Values = ({ values }: { readonly values: readonly string[] }) => (
  <span className={styles.values}>
    {[...new Set(values)].map((value) => (
      <code key={value}>{value}</code>
    ))}
  </span>
);
