import { Check, X } from 'lucide-react';
import type { DictionaryProposal } from '../../lib/contract/dictionary.ts';
import { Button } from '../ui/button.tsx';
import styles from './dictionary.module.css';
import { proposerWords } from './dictionary-words.ts';

interface ProposalLineProps {
  /** The column, or the table. */
  readonly name: string;
  readonly proposal: DictionaryProposal;
  onConfirm(): void;
  onDismiss(): void;
}

/** A proposed text, told apart from what is known, until somebody says that it is so. */
export function ProposalLine({ name, proposal, onConfirm, onDismiss }: ProposalLineProps) {
  return (
    <div className={styles.proposal}>
      <p>
        <span className={styles.proposer}>{proposerWords[proposal.by]}</span> {proposal.description}
        {proposal.unit === undefined ? null : <span className={styles.proposedUnit}> Unit: {proposal.unit}</span>}
      </p>
      <Button
        kind="quiet"
        isIcon
        aria-label={`Confirm for ${name}`}
        title="So it is: into the dictionary"
        onClick={onConfirm}
      >
        <Check size={14} aria-hidden="true" />
      </Button>
      <Button kind="quiet" isIcon aria-label={`Dismiss for ${name}`} title="Dismiss" onClick={onDismiss}>
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}
