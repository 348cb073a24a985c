'use client';

import { Plus, TriangleAlert } from 'lucide-react';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { JoinMistake } from '../../lib/join/mistake.ts';
import { Button } from '../ui/button.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './builder.module.css';
import type { InputView } from './input-view.ts';
import { choiceOf, titleOf } from './join-words.ts';
import { Venn } from './venn.tsx';

interface ChainBarProps {
  readonly document: JoinDocument;
  readonly inputs: readonly InputView[];
  readonly nameOf: (input: InputView) => string;
  readonly step: number;
  readonly mistakes: readonly JoinMistake[];
  /** The place of a further input is open. */
  readonly isAdding: boolean;
  onStep(step: number): void;
  onAdd(): void;
}

/** The inputs in the order in which they are joined. A click on a join between two shows it. */
export function ChainBar({ document, inputs, nameOf, step, mistakes, isAdding, onStep, onAdd }: ChainBarProps) {
  return (
    <div className={styles.chain} role="toolbar" aria-label="Inputs and joins">
      {inputs.map((input, place) => {
        const before = document.steps[place - 1];
        const hasProblem = mistakes.some((mistake) => mistake.severity === 'error' && mistake.place.step === place - 1);
        return (
          <span key={input.alias} className={styles.node}>
            {before === undefined ? null : (
              <button
                type="button"
                className={styles.link}
                aria-pressed={!isAdding && place - 1 === step}
                data-problem={hasProblem || undefined}
                onClick={() => onStep(place - 1)}
              >
                <Venn choice={choiceOf(before)} />
                {titleOf(choiceOf(before))}
                {hasProblem ? <TriangleAlert size={13} aria-label="needs attention" /> : null}
              </button>
            )}
            <Origin color={input.color} /> {nameOf(input)}
          </span>
        );
      })}
      <Button kind="quiet" aria-pressed={isAdding} disabled={inputs.length < 2 || inputs.length >= 20} onClick={onAdd}>
        <Plus size={14} aria-hidden="true" /> Add input
      </Button>
    </div>
  );
}
