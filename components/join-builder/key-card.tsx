'use client';

import { ArrowDown, ArrowUp, Ellipsis, Trash2 } from 'lucide-react';
import type { JoinDocument, JoinKey, KeySide } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Origin } from '../ui/origin.tsx';
import { operatorSign, operators, operatorText } from './join-words.ts';
import type { KeyCheck } from './key-check.ts';
import { KeyExamples } from './key-examples.tsx';
import styles from './keys.module.css';
import { NormaliserChips } from './normaliser-chips.tsx';
import { NormaliserPreview } from './normaliser-preview.tsx';
import { useKeyExamples } from './use-key-examples.ts';

interface KeyCardProps {
  readonly document: JoinDocument;
  readonly step: number;
  readonly jkey: JoinKey;
  readonly index: number;
  readonly count: number;
  readonly check: KeyCheck;
  readonly colorOf: (alias: string) => number | undefined;
  onChange(key: JoinKey, words: string): void;
  onMove(to: number): void;
  onRemove(): void;
}

/** One key: the two columns, how they are compared, what is done to each before, and what that makes of a few values. */
export function KeyCard(props: KeyCardProps) {
  const { document, step, jkey, index, count, check, colorOf, onChange, onMove, onRemove } = props;
  const examples = useKeyExamples(document, step, index, jkey);
  const side = (which: 'left' | 'right') => {
    const part: KeySide = jkey[which];
    return (
      <div className={styles.side}>
        <span className={styles.column} title={`${part.input}.${part.column}`}>
          <Origin color={colorOf(part.input)} />
          <span>{part.column}</span>
        </span>
        <NormaliserChips
          column={`${part.input}.${part.column}`}
          normalisers={part.normalisers}
          preview={(normalisers) => (
            <NormaliserPreview
              document={document}
              step={step}
              place={index}
              jkey={jkey}
              which={which}
              normalisers={normalisers}
            />
          )}
          onChange={(normalisers, words) => onChange({ ...jkey, [which]: { ...part, normalisers } }, words)}
        />
      </div>
    );
  };
  return (
    <li className={styles.key} data-problem={check.problem === undefined ? undefined : true} data-key-card={index}>
      <div className={styles.head}>
        <span className="label">Key {index + 1}</span>
        <Menu
          trigger={
            <Button
              kind="quiet"
              className={styles.small ?? ''}
              aria-label={`Key ${index + 1}: ${operatorText(jkey.operator)}. Change`}
              title="How the two are compared"
            >
              <span className="mono">{operatorSign(jkey.operator)}</span>
            </Button>
          }
          entries={operators.map((operator) => ({
            id: operator,
            label: operatorText(operator),
            run: () => onChange({ ...jkey, operator }, `Key ${index + 1} ${operatorText(operator)}`),
          }))}
        />
        <Menu
          trigger={
            <Button kind="quiet" isIcon className={styles.icon ?? ''} aria-label={`Key ${index + 1}: more`}>
              <Ellipsis size={14} aria-hidden="true" />
            </Button>
          }
          entries={[
            {
              label: 'Move up',
              icon: <ArrowUp size={14} aria-hidden="true" />,
              isDisabled: index === 0,
              run: () => onMove(index - 1),
            },
            {
              label: 'Move down',
              icon: <ArrowDown size={14} aria-hidden="true" />,
              isDisabled: index === count - 1,
              run: () => onMove(index + 1),
            },
            null,
            { label: 'Remove key', icon: <Trash2 size={14} aria-hidden="true" />, run: onRemove },
          ]}
        />
      </div>
      {side('left')}
      {side('right')}
      {check.problem === undefined ? null : (
        <p className={styles.problem}>
          {check.problem}{' '}
          {check.mend === undefined ? null : (
            <button
              type="button"
              className={styles.link}
              onClick={() => check.mend && onChange(check.mend.key, check.mend.label)}
            >
              {check.mend.label}
            </button>
          )}
        </p>
      )}
      <KeyExamples jkey={jkey} left={examples?.left} right={examples?.right} />
    </li>
  );
}
