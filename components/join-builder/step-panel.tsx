'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ColumnReference, JoinDocument, JoinKey, JoinStep } from '../../lib/contract/join.ts';
import type { JoinMistake } from '../../lib/join/mistake.ts';
import { Button } from '../ui/button.tsx';
import { AddKeyDialog } from './add-key-dialog.tsx';
import styles from './builder.module.css';
import type { InputView, ListedColumn } from './input-view.ts';
import { choiceOf, type StepChoice } from './join-words.ts';
import { KeyCard } from './key-card.tsx';
import { checkKey } from './key-check.ts';
import keyStyles from './keys.module.css';
import { OfferedKeys } from './offered-keys-list.tsx';
import { TypePicker } from './type-picker.tsx';

export interface StepPanelActions {
  choose(choice: StepChoice): void;
  addKey(left: ColumnReference, right: ColumnReference): void;
  changeKey(place: number, key: JoinKey, words: string): void;
  moveKey(place: number, to: number): void;
  removeKey(place: number): void;
}

interface StepPanelProps {
  readonly document: JoinDocument;
  readonly step: JoinStep;
  readonly index: number;
  readonly mistakes: readonly JoinMistake[];
  readonly inputs: readonly InputView[];
  readonly left: readonly ListedColumn[];
  readonly right: readonly ListedColumn[];
  readonly leftName: string;
  readonly rightName: string;
  readonly actions: StepPanelActions;
}

/** Between the two sides: how they are joined, and on which keys. */
export function StepPanel(props: StepPanelProps) {
  const { document, step, index, mistakes, inputs, left, right, leftName, rightName, actions } = props;
  const [isAdding, setIsAdding] = useState(false);
  const colorOf = (alias: string) => inputs.find((input) => input.alias === alias)?.color;
  const own = mistakes.filter(
    ({ place, severity }) => place.step === index && place.key === undefined && severity === 'error',
  );
  return (
    <div className={styles.middle}>
      <TypePicker choice={choiceOf(step)} left={leftName} right={rightName} onChoose={actions.choose} />
      {step.kind === 'join' && step.type !== 'cross' ? (
        <>
          {step.keys.length === 0 ? (
            <>
              <p className={styles.hint}>
                Drag a column of {leftName} onto a column of {rightName}. With the keyboard: Space picks up, an arrow
                goes over, Space drops.
              </p>
              <OfferedKeys left={left} right={right} onTake={actions.addKey} />
            </>
          ) : (
            <ol className={keyStyles.keys} aria-label="Keys">
              {step.keys.map((key, place) => (
                <KeyCard
                  key={`${key.left.input}.${key.left.column}.${key.right.column}`}
                  document={document}
                  step={index}
                  jkey={key}
                  index={place}
                  count={step.keys.length}
                  check={checkKey(key, { step: index, key: place }, mistakes, inputs)}
                  colorOf={colorOf}
                  onChange={(next, words) => actions.changeKey(place, next, words)}
                  onMove={(to) => actions.moveKey(place, to)}
                  onRemove={() => actions.removeKey(place)}
                />
              ))}
            </ol>
          )}
          <Button
            kind="quiet"
            disabled={left.length === 0 || right.length === 0 || step.keys.length >= 20}
            onClick={() => setIsAdding(true)}
          >
            <Plus size={14} aria-hidden="true" /> Add key
          </Button>
        </>
      ) : null}
      {step.kind === 'join' && step.keys.length === 0
        ? null
        : own.map(({ message, hint }) => (
            <p key={message} className={styles.problem}>
              {message} {hint}
            </p>
          ))}
      {isAdding ? (
        <AddKeyDialog
          left={left}
          right={right}
          leftName={leftName}
          rightName={rightName}
          onClose={() => setIsAdding(false)}
          onAdd={(one, other) => {
            setIsAdding(false);
            actions.addKey(one, other);
          }}
        />
      ) : null}
    </div>
  );
}
