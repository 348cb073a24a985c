'use client';

import {
  ArrowLeftRight,
  ChevronDown,
  Combine,
  Funnel,
  Replace,
  SquarePen,
  TableProperties,
  Trash2,
} from 'lucide-react';
import { Menu, type MenuEntries } from '../ui/menu.tsx';
import { Origin } from '../ui/origin.tsx';
import { AliasField } from './alias-field.tsx';
import type { InputView } from './input-view.ts';
import styles from './inputs.module.css';

export interface InputChipActions {
  rename(input: InputView, alias: string): void;
  filter(input: InputView): void;
  replace(input: InputView): void;
  /** The native statement of an input. */
  editStatement(input: InputView): void;
  /** Opens the join that an input is, or makes one of it. */
  open(input: InputView): void;
  remove(input: InputView): void;
  /** Undefined where the two sides cannot change places. */
  swap: (() => void) | undefined;
}

interface InputChipProps {
  readonly input: InputView;
  /** The name that people know it by: its table, or its alias. */
  readonly name: string;
  readonly taken: readonly string[];
  readonly canRemove: boolean;
  readonly actions: InputChipActions;
}

/** One input by name, with its alias and everything that can be done with it. */
export function InputChip({ input, name, taken, canRemove, actions }: InputChipProps) {
  const entries: MenuEntries = [
    {
      label: input.filterCount > 0 ? `Filters (${input.filterCount})…` : 'Filter rows…',
      icon: <Funnel size={14} aria-hidden="true" />,
      run: () => actions.filter(input),
    },
    ...(input.source.kind === 'native'
      ? [
          {
            label: 'Edit statement…',
            icon: <SquarePen size={14} aria-hidden="true" />,
            run: () => actions.editStatement(input),
          },
        ]
      : []),
    {
      label: input.source.kind === 'join' ? 'Open this join' : 'Join something to it first…',
      icon: <Combine size={14} aria-hidden="true" />,
      run: () => actions.open(input),
    },
    {
      label: 'Replace with…',
      icon: <Replace size={14} aria-hidden="true" />,
      run: () => actions.replace(input),
    },
    ...(actions.swap === undefined
      ? []
      : [{ label: 'Swap sides', icon: <ArrowLeftRight size={14} aria-hidden="true" />, run: actions.swap }]),
    null,
    {
      label: canRemove ? 'Remove input' : 'Start anew',
      icon: <Trash2 size={14} aria-hidden="true" />,
      run: () => actions.remove(input),
    },
  ];
  return (
    <span className={styles.chip}>
      <Menu
        trigger={
          <button type="button" className={styles.chipName} title={input.comment ?? input.label}>
            {input.connection === undefined ? (
              <TableProperties size={13} aria-hidden="true" />
            ) : (
              <Origin color={input.color} />
            )}
            <span className={styles.nameText}>{input.source.kind === 'table' ? input.source.table : input.label}</span>
            <span className="visually-hidden">, {input.source.kind === 'table' ? input.label : name}</span>
            <ChevronDown size={13} aria-hidden="true" />
          </button>
        }
        entries={entries}
      />
      <AliasField alias={input.alias} taken={taken} onRename={(alias) => actions.rename(input, alias)} />
      {input.filterCount === 0 ? null : (
        <button
          type="button"
          className={styles.filters}
          aria-label={`Filters of ${name}: ${input.filterCount}`}
          title="Only some rows of this input are joined"
          onClick={() => actions.filter(input)}
        >
          <Funnel size={12} aria-hidden="true" /> {input.filterCount}
        </button>
      )}
    </span>
  );
}
