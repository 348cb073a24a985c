'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Tooltip } from '../ui/tooltip.tsx';
import { meaningOf, type StepChoice, stepChoices, titleOf } from './join-words.ts';
import styles from './types.module.css';
import { Venn } from './venn.tsx';

interface TypePickerProps {
  readonly choice: StepChoice;
  readonly left: string;
  readonly right: string;
  onChoose(choice: StepChoice): void;
}

/** How the two sides are joined: a picture each, and what the chosen one means for these inputs. */
export function TypePicker({ choice, left, right, onChoose }: TypePickerProps) {
  return (
    <>
      <RadioGroup
        className={styles.types}
        aria-label="Kind of join"
        value={choice}
        onValueChange={(value) => onChoose(value as StepChoice)}
      >
        {stepChoices.map((option) => (
          <Tooltip key={option} content={`${titleOf(option)}: ${meaningOf(option, left, right)}`}>
            <Radio.Root
              value={option}
              className={styles.type}
              aria-label={`${titleOf(option)}: ${meaningOf(option, left, right)}`}
            >
              <Venn choice={option} />
            </Radio.Root>
          </Tooltip>
        ))}
      </RadioGroup>
      <p className={styles.meaning}>
        <b>{titleOf(choice)}</b>
        {meaningOf(choice, left, right)}
      </p>
    </>
  );
}
