'use client';

import { Combine } from 'lucide-react';
import { useState } from 'react';
import type { InputSource } from '../../lib/contract/join.ts';
import { inputLabel } from '../../lib/join/inputs.ts';
import { type Choice, ChoiceList } from './choice-list.tsx';
import type { KeptInputs } from './kept-inputs.ts';
import { NativeDialog } from './native-dialog.tsx';
import styles from './picker.module.css';
import type { Explain } from './source-facts.ts';
import { useResultChoices } from './use-result-choices.tsx';
import { useTableChoices } from './use-table-choices.tsx';

interface InputPickerProps {
  readonly label: string;
  readonly takesFocus: boolean;
  readonly explain: Explain;
  readonly kept: KeptInputs;
  /** Tables that stand first, and the column that refers to each. */
  readonly referred?: ReadonlyMap<string, string> | undefined;
  onPick(source: InputSource): void;
}

type Mode = 'table' | 'result' | 'join';
const modes: readonly { readonly mode: Mode; readonly words: string; readonly placeholder: string }[] = [
  { mode: 'table', words: 'Table', placeholder: 'Search tables of all connections' },
  { mode: 'result', words: 'Stored result', placeholder: 'Search results by title or statement' },
  { mode: 'join', words: 'Join', placeholder: 'Search joins by title' },
];

/** Chooses what is joined: a table, a statement in a connection's own dialect, a stored result, or another join. */
export function InputPicker({ label, takesFocus, explain, kept, referred, onPick }: InputPickerProps) {
  const [mode, setMode] = useState<Mode>('table');
  const [query, setQuery] = useState('');
  const [isWriting, setIsWriting] = useState(false);
  const tables = useTableChoices(mode === 'table' ? query : '', onPick, referred);
  const results = useResultChoices({ query, isWanted: mode === 'result', tabs: kept.tabs, onPick });
  const found = kept.joins.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()));
  const joinChoices = found.map(
    ({ id, title, document }): Choice => ({
      key: id,
      label: title,
      icon: <Combine size={13} aria-hidden="true" />,
      detail: document.inputs.map((input) => inputLabel(document, input)).join(', '),
      run: () => onPick({ kind: 'join', join: document }),
    }),
  );
  const lists = {
    table: tables,
    result: results,
    join: {
      choices: joinChoices,
      nothing: kept.joins.length === 0 ? 'There is no other join yet.' : 'No other join of that title.',
    },
  };
  return (
    <div className={styles.picker}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons of one choice, no form */}
      <div className={styles.modes} role="group" aria-label={`${label}: from`}>
        {modes.map((option) => (
          <button
            key={option.mode}
            type="button"
            className={styles.mode}
            aria-pressed={mode === option.mode}
            onClick={() => setMode(option.mode)}
          >
            {option.words}
          </button>
        ))}
        <button type="button" className={styles.mode} onClick={() => setIsWriting(true)}>
          Statement…
        </button>
      </div>
      <ChoiceList
        key={mode}
        label={label}
        placeholder={modes.find((option) => option.mode === mode)?.placeholder ?? ''}
        query={query}
        takesFocus={takesFocus || mode !== 'table'}
        onQuery={setQuery}
        {...lists[mode]}
      />
      {isWriting ? (
        <NativeDialog
          explain={explain}
          onClose={() => setIsWriting(false)}
          onUse={(source) => {
            setIsWriting(false);
            onPick(source);
          }}
        />
      ) : null}
    </div>
  );
}
