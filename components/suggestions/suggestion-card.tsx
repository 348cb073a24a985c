'use client';

import { ChevronRight, Eye, SquareArrowOutUpRight, TriangleAlert, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Suggestion } from '../../lib/contract/suggestion.ts';
import { titleOf } from '../join-builder/join-words.ts';
import { Venn } from '../join-builder/venn.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { MatchBar } from './match-bar.tsx';
import type { SuggestionActions } from './suggestion-actions.ts';
import { SuggestionKeys } from './suggestion-keys.tsx';
import {
  cardinalityMeaning,
  cardinalityText,
  choiceOfType,
  meaningOfSuggestion,
  sideNames,
  tierText,
} from './suggestion-words.ts';
import styles from './suggestions.module.css';

interface SuggestionCardProps {
  readonly suggestion: Suggestion;
  readonly actions: SuggestionActions;
  /** Questions are still under way, so what is missing may come. */
  readonly isAsking: boolean;
  /** Part of what is proposed for all the tables. */
  readonly isInTree: boolean;
  /** Names of the tables stand above the keys: needed where cards are about different tables. */
  readonly showsTables: boolean;
  onDismiss(): void;
}

/** One proposed join with what speaks for it, and what can be done with it. */
export function SuggestionCard(props: SuggestionCardProps) {
  const { suggestion, actions, isAsking, isInTree, showsTables, onDismiss } = props;
  const { byId } = useConnections();
  const [isOpen, setIsOpen] = useState(false);
  const evidenceId = useId();
  const { left, right, type, evidence, cardinality } = suggestion;
  const [leftName, rightName] = sideNames(left, right);
  const [leftColor, rightColor] = [byId(left.connection)?.color, byId(right.connection)?.color];
  const isProbing = suggestion.isProvisional && isAsking;
  const keys = suggestion.pairs.map((pair) => `${pair.left} = ${pair.right}`).join(', ');
  return (
    <article
      className={styles.card}
      data-best={isInTree || undefined}
      aria-label={`${leftName} and ${rightName}: ${keys}`}
    >
      {showsTables ? (
        <p className={styles.tables}>
          {left.connection}.{left.table} <span className="faint">with</span> {right.connection}.{right.table}
        </p>
      ) : null}
      <div className={styles.head}>
        <SuggestionKeys suggestion={suggestion} leftColor={leftColor} rightColor={rightColor} />
        {type === 'union' ? null : (
          <Chip tone={cardinality === 'n:m' ? 'warn' : 'neutral'} title={cardinalityMeaning(suggestion)}>
            {cardinalityText(cardinality)}
          </Chip>
        )}
      </div>
      <div className={styles.type}>
        <Venn choice={choiceOfType(type)} />
        <p>
          <b>{titleOf(choiceOfType(type))}</b> {meaningOfSuggestion(suggestion)}
        </p>
      </div>
      {type === 'union' ? null : (
        <div className={styles.matches}>
          <MatchBar label={`${leftName} match`} share={evidence.leftMatch} color={leftColor} isPending={isProbing} />
          <MatchBar label={`${rightName} used`} share={evidence.rightMatch} color={rightColor} isPending={isProbing} />
        </div>
      )}
      <p className={styles.reason}>{suggestion.reason}</p>
      {suggestion.explainedBy === undefined ? null : (
        <p className={styles.reason}>
          <span className="label">Model</span> {suggestion.explainedBy}
        </p>
      )}
      {suggestion.warnings.length === 0 ? null : (
        <ul className={styles.warnings}>
          {suggestion.warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert size={13} aria-hidden="true" /> {warning}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.facts}>
        <span
          className={styles.tier}
          data-tier={isProbing ? undefined : suggestion.tier}
          title="Calibrated: of suggestions with this figure, that share is right"
        >
          {tierText(suggestion)}{' '}
          <span className={styles.percent}>{Math.min(99, Math.round(suggestion.confidence * 100))} %</span>
        </span>
        {suggestion.alternativeOf === undefined ? null : (
          <span title="Another column refers to the same table: choose the role you mean">another role</span>
        )}
        {isProbing ? (
          <span className={styles.probing}>
            <Spinner /> probing
          </span>
        ) : null}
        <button
          type="button"
          className={styles.more}
          aria-expanded={isOpen}
          aria-controls={evidenceId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden="true" /> Evidence
        </button>
      </div>
      <div id={evidenceId}>{isOpen ? <EvidenceList suggestion={suggestion} /> : null}</div>
      <div className={styles.actions}>
        <Button
          kind={isInTree ? 'primary' : 'plain'}
          title={actions.applyTitle}
          onClick={() => actions.apply([suggestion])}
        >
          Apply
        </Button>
        <Button
          title="Run it with a limit of 100 rows, in a tab of its own"
          onClick={() => actions.preview([suggestion])}
        >
          <Eye size={14} aria-hidden="true" /> Preview
        </Button>
        {actions.openInBuilder === undefined ? null : (
          <Button
            kind="quiet"
            isIcon
            aria-label="Open in the join builder"
            title="Open in the join builder"
            onClick={() => actions.openInBuilder?.([suggestion])}
          >
            <SquareArrowOutUpRight size={14} aria-hidden="true" />
          </Button>
        )}
        <Button
          kind="quiet"
          isIcon
          className={styles.dismiss ?? ''}
          aria-label="Dismiss"
          title="Dismiss: not suggested again for these tables"
          onClick={onDismiss}
        >
          <X size={14} aria-hidden="true" />
        </Button>
      </div>
    </article>
  );
}
