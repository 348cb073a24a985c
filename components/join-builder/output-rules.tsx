'use client';

import type { DuplicateRule, JoinDocument } from '../../lib/contract/join.ts';
import { Select } from '../ui/select.tsx';
import styles from './output.module.css';

interface OutputRulesProps {
  readonly document: JoinDocument;
  onRule(rule: DuplicateRule): void;
  onCoalesce(coalesces: boolean): void;
}

const rules: readonly { readonly value: DuplicateRule; readonly label: string }[] = [
  { value: 'prefix', label: 'get their input in front' },
  { value: 'suffix', label: 'get their input behind' },
  { value: 'first', label: 'stay out, but for the first' },
];

/** What becomes of columns of the same name, and of both sides of a key. */
export function OutputRules({ document, onRule, onCoalesce }: OutputRulesProps) {
  // A union gives each column one name, and has no keys.
  if (!document.steps.some(({ kind }) => kind === 'join')) return null;
  return (
    <div className={styles.rule}>
      <span>Same names</span>
      <Select label="Columns of the same name" value={document.duplicates} options={rules} onChange={onRule} />
      <label>
        <input type="checkbox" checked={document.coalesceKeys} onChange={(event) => onCoalesce(event.target.checked)} />
        One column for both sides of a key
      </label>
    </div>
  );
}
