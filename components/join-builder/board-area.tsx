'use client';

import type { ReactNode } from 'react';
import type { InputSource, JoinDocument } from '../../lib/contract/join.ts';
import styles from './builder.module.css';
import { EmptySlot } from './empty-slot.tsx';
import { InputCard } from './input-card.tsx';
import type { InputChipActions } from './input-chip.tsx';
import type { InputView } from './input-view.ts';
import { inputsBefore, keyedColumns, keyName, listed, nameIn } from './join-view.ts';
import type { KeptInputs } from './kept-inputs.ts';
import { referredTables } from './offered-keys.ts';
import type { Explain } from './source-facts.ts';
import { useKeyDrag } from './use-key-drag.ts';

interface BoardAreaProps {
  readonly document: JoinDocument | undefined;
  readonly views: readonly InputView[];
  readonly isAdding: boolean;
  readonly explain: Explain;
  readonly kept: KeptInputs;
  readonly actions: InputChipActions;
  /** The board of the chosen step, once there are two inputs. */
  readonly board: ReactNode;
  onPick(source: InputSource): void;
}

const noKeys: ReadonlyMap<string, readonly number[]> = new Map();
const nothing = () => undefined;

/** Places of inputs while they are being chosen; then the board. */
export function BoardArea({ document, views, isAdding, explain, kept, actions, board, onPick }: BoardAreaProps) {
  const drag = useKeyDrag({ onPair: nothing, announce: nothing });
  if (document !== undefined && views.length > 1 && !isAdding) return board;
  const before = document === undefined ? [] : inputsBefore(document, document.steps.length, views);
  const keyed = keyedColumns(document);
  const referred = referredTables(listed(before), ({ input, column }) => keyed.has(keyName(input, column)));
  const slot = { explain, kept, onPick, referred };
  return (
    <div className={styles.board} data-step="none">
      {document === undefined ? (
        <EmptySlot key="first" title="First input" takesFocus isOpen {...slot} />
      ) : (
        <InputCard
          listRef={null}
          side="left"
          inputs={before}
          columns={listed(before)}
          nameOf={(input) => nameIn(document, input)}
          taken={document.inputs.map(({ alias }) => alias)}
          keyNumbers={noKeys}
          drag={drag}
          actions={actions}
          onCross={nothing}
        />
      )}
      <EmptySlot
        key={views.length}
        title={views.length > 1 ? 'Further input' : 'Second input'}
        takesFocus={document !== undefined}
        isOpen={document !== undefined}
        {...slot}
      />
    </div>
  );
}
