'use client';

import { type CSSProperties, useRef, useState } from 'react';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { JoinMistake } from '../../lib/join/mistake.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { originColor } from '../ui/origin.tsx';
import styles from './builder.module.css';
import type { ColumnListHandle } from './column-list.tsx';
import { CrossDialog } from './cross-dialog.tsx';
import { DragLine } from './drag-line.tsx';
import { InputCard } from './input-card.tsx';
import { InputChip, type InputChipActions } from './input-chip.tsx';
import type { InputView, ListedColumn } from './input-view.ts';
import { inputsBefore, keyNumbersOf, listed, nameIn } from './join-view.ts';
import type { Side } from './key-drag.ts';
import { likelyPartner } from './likely-partner.ts';
import { StepPanel } from './step-panel.tsx';
import { compareTypes } from './type-classes.ts';
import { UnionMapping } from './union-mapping.tsx';
import type { JoinEdits } from './use-join-edits.ts';
import { useKeyDrag } from './use-key-drag.ts';

interface JoinBoardProps {
  readonly document: JoinDocument;
  readonly step: number;
  readonly views: readonly InputView[];
  readonly columnsOf: ColumnsOf;
  readonly mistakes: readonly JoinMistake[];
  readonly edits: JoinEdits;
  readonly actions: InputChipActions;
  readonly leftList: React.RefObject<ColumnListHandle | null>;
  announce(words: string): void;
}

/** One step: the rows before at the left, the input that it adds at the right, and between them how they are joined. */
export function JoinBoard(props: JoinBoardProps) {
  const { document, step: index, views, columnsOf, mistakes, edits, actions, leftList, announce } = props;
  const [asksCross, setAsksCross] = useState(false);
  const rightList = useRef<ColumnListHandle>(null);
  const before = inputsBefore(document, index, views);
  const added = views[index + 1];
  const step = document.steps[index];
  const left = listed(before);
  const right = added === undefined ? [] : listed([added]);
  const nameOf = (input: InputView) => nameIn(document, input);
  const leftName = before.map(nameOf).join(' + ');
  const rightName = added === undefined ? '' : nameOf(added);
  const drag = useKeyDrag({
    announce,
    onPair: (one, other) => {
      if (!edits.addKey(one, other)) announce(`${one.column} and ${other.column} are a key already.`);
    },
  });
  if (step === undefined || added === undefined) return null;

  const cross = (side: Side) => (from: ListedColumn | undefined) => {
    const target = side === 'left' ? right : left;
    const list = side === 'left' ? rightList : leftList;
    const partner =
      drag.carried === undefined || from === undefined
        ? undefined
        : target[
            likelyPartner(
              from.column,
              target.map(({ column }) => column),
            )
          ];
    list.current?.focus(partner && { input: partner.input.alias, column: partner.column.name });
  };
  const taken = document.inputs.map(({ alias }) => alias);
  const common = { nameOf, taken, drag, actions, keyNumbers: keyNumbersOf(document, index) };
  const panel = (
    <StepPanel
      document={document}
      step={step}
      index={index}
      mistakes={mistakes}
      inputs={views}
      left={left}
      right={right}
      leftName={leftName}
      rightName={rightName}
      actions={{
        choose: (choice) => (choice === 'cross' ? setAsksCross(true) : edits.choose(index, choice)),
        addKey: edits.addKey,
        changeKey: (place, key, words) => edits.changeKey(index, place, key, words),
        moveKey: (place, to) => edits.moveKey(index, place, to),
        removeKey: (place) => edits.removeKey(index, place),
      }}
    />
  );
  return (
    <div className={styles.board} data-step={step.kind}>
      {step.kind === 'union' ? (
        <>
          {panel}
          {[before, [added]].map((inputs) => (
            <div
              key={inputs[0]?.alias}
              className={styles.unionInput}
              style={{ '--c': originColor(inputs[0]?.color) } as CSSProperties}
            >
              {inputs.map((input) => (
                <InputChip
                  key={input.alias}
                  input={input}
                  name={nameOf(input)}
                  taken={taken}
                  canRemove={taken.length > 1}
                  actions={actions}
                />
              ))}
            </div>
          ))}
          <UnionMapping
            document={document}
            step={index}
            union={step}
            columnsOf={columnsOf}
            left={leftName}
            right={rightName}
            onMapping={(mapping, words) => edits.setMapping(index, mapping, words)}
            onSourceColumn={(name) => edits.setSourceColumn(index, name)}
          />
        </>
      ) : (
        <>
          <InputCard
            listRef={leftList}
            side="left"
            inputs={before}
            columns={left}
            onCross={cross('left')}
            {...common}
          />
          {panel}
          <InputCard
            listRef={rightList}
            side="right"
            inputs={[added]}
            columns={right}
            onCross={cross('right')}
            {...common}
          />
        </>
      )}
      {drag.line === undefined ? null : <DragLine line={drag.line} {...dropWords()} />}
      {asksCross ? (
        <CrossDialog
          left={before}
          right={added}
          leftName={leftName}
          rightName={rightName}
          onClose={() => setAsksCross(false)}
          onConfirm={() => {
            setAsksCross(false);
            edits.choose(index, 'cross');
          }}
        />
      ) : null}
    </div>
  );

  /** What a drop on the column under the pointer would do. */
  function dropWords(): { readonly words: string | undefined; readonly isWarning: boolean } {
    const { carried, target } = drag;
    const find = (place: { readonly input: string; readonly column: string } | undefined) =>
      [...left, ...right].find(({ input, column }) => input.alias === place?.input && column.name === place.column);
    const [one, other] = [find(carried), find(target)];
    if (one === undefined || other === undefined) return { words: undefined, isWarning: false };
    const comparison = compareTypes(one.column.type, other.column.type);
    const words = `${one.column.name} = ${other.column.name}`;
    if (comparison === 'same') return { words, isWarning: false };
    return {
      words: `${words}: ${comparison === 'impossible' ? 'cannot be compared' : 'types differ'}`,
      isWarning: true,
    };
  }
}
