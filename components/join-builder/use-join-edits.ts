'use client';

import { useMemo } from 'react';
import type {
  ColumnReference,
  DuplicateRule,
  InputFilter,
  InputSource,
  JoinDocument,
  JoinKey,
  OutputColumn,
} from '../../lib/contract/join.ts';
import type { Suggestion } from '../../lib/contract/suggestion.ts';
import { resetColumns, setCoalesceKeys, setDuplicates } from '../../lib/join/edit-columns.ts';
import { addInput, newJoin, removeInput, renameInput, replaceInput, setFilters } from '../../lib/join/edit-inputs.ts';
import {
  addKey,
  changeStep,
  confirmCross,
  removeKey,
  replaceKey,
  setMapping,
  setSourceColumn,
  setStepType,
} from '../../lib/join/edit-steps.ts';
import { wrapInput } from '../../lib/join/inner.ts';
import { nested } from '../../lib/join/nest.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { applySuggestion } from './apply-suggestion.ts';
import type { EditableJoin } from './inner-session.ts';
import { joinTypeOf, type StepChoice, titleOf } from './join-words.ts';
import { swapSides } from './swap-sides.ts';
import type { UnionStep } from './union-rows.ts';

type Change = (document: JoinDocument) => JoinDocument;

/** Every change that the screen can make, each one step of undo and one announcement. */
export function useJoinEdits(session: EditableJoin, columnsOf: ColumnsOf, announce: (words: string) => void) {
  return useMemo(() => {
    const edit = (words: string, change: Change): boolean => {
      let hasNested = false;
      const isDone = session.edit(words, (document) => {
        const changed = document && change(document);
        const plain = changed && nested(changed, columnsOf);
        hasNested = plain !== changed;
        return plain;
      });
      if (isDone) announce(hasNested ? `${words}. The union is one input now.` : `${words}.`);
      return isDone;
    };
    return {
      addInput(source: InputSource, words: string) {
        const isFirst = session.edit(words, (document) => (document === undefined ? newJoin(source) : document));
        if (isFirst) announce(`${words}.`);
        else edit(words, (document) => addInput(document, source));
      },
      replaceInput: (alias: string, source: InputSource, words: string) =>
        edit(words, (document) => replaceInput(document, alias, source)),
      /** Without its last input the join is empty again. */
      removeInput(alias: string, name: string) {
        const words = `${name} removed`;
        const isDone = session.edit(words, (document) =>
          document === undefined || document.inputs.length === 1 ? undefined : removeInput(document, alias),
        );
        if (isDone) announce(`${words}.`);
      },
      renameInput: (alias: string, to: string) =>
        edit(`${alias} is now called ${to}`, (document) => renameInput(document, alias, to)),
      setFilters: (alias: string, filters: readonly InputFilter[], name: string) =>
        edit(`Filters of ${name} changed`, (document) => setFilters(document, alias, filters)),
      applySuggestion(suggestion: Suggestion) {
        const words = `Suggestion taken over: ${suggestion.left.table} and ${suggestion.right.table}`;
        if (session.edit(words, (document) => applySuggestion(document, suggestion))) announce(`${words}.`);
      },
      /** Makes a join of its own of an input. */
      wrapInput: (alias: string, name: string) =>
        edit(`${name} is a join of its own`, (document) => wrapInput(document, alias)),
      swap: () => edit('Sides swapped', swapSides),
      choose(step: number, choice: StepChoice) {
        const type = joinTypeOf(choice) ?? (choice === 'union-all' ? 'union all' : 'union');
        edit(titleOf(choice), (document) => {
          const typed = setStepType(document, step, type);
          return choice === 'cross' ? confirmCross(typed, step) : typed;
        });
      },
      /** False if the two are a key already, or cannot be one. */
      addKey: (left: ColumnReference, right: ColumnReference): boolean =>
        edit(`Key added: ${left.input}.${left.column} equals ${right.input}.${right.column}`, (document) =>
          addKey(document, left, right),
        ),
      changeKey: (step: number, place: number, key: JoinKey, words: string) =>
        edit(words, (document) => replaceKey(document, step, place, key)),
      moveKey: (step: number, place: number, to: number) =>
        edit(`Key ${place + 1} moved to place ${to + 1}`, (document) =>
          changeStep(document, step, (before) => {
            const key = before.kind === 'join' ? before.keys[place] : undefined;
            if (before.kind !== 'join' || key === undefined) return before;
            return { ...before, keys: before.keys.toSpliced(place, 1).toSpliced(to, 0, key) };
          }),
        ),
      removeKey: (step: number, place: number) =>
        edit(`Key ${place + 1} removed`, (document) => removeKey(document, step, place)),
      setMapping: (step: number, mapping: UnionStep['mapping'], words: string) =>
        edit(words, (document) => setMapping(document, step, mapping)),
      setSourceColumn: (step: number, name: string | undefined) =>
        edit(name === undefined ? 'No source column' : `Source column ${name}`, (document) =>
          setSourceColumn(document, step, name),
        ),
      setColumns: (columns: OutputColumn[] | undefined, words: string) =>
        edit(words, (document) => (columns === undefined ? resetColumns(document) : { ...document, columns })),
      setDuplicates: (rule: DuplicateRule) =>
        edit('Rule for same names changed', (document) => setDuplicates(document, rule)),
      setCoalesceKeys: (coalesces: boolean) =>
        edit(coalesces ? 'Keys come out as one column' : 'Keys come out as two columns', (document) =>
          setCoalesceKeys(document, coalesces, columnsOf),
        ),
    };
  }, [session, columnsOf, announce]);
}

export type JoinEdits = ReturnType<typeof useJoinEdits>;
