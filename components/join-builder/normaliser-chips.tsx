'use client';

import { ArrowLeft, ArrowRight, Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Normaliser, normaliserSchema } from '../../lib/contract/join.ts';
import { Menu } from '../ui/menu.tsx';
import styles from './keys.module.css';
import { NormaliserDialog } from './normaliser-dialog.tsx';
import {
  argumentOf,
  choiceOfKind,
  type NormaliserChoice,
  normaliserChoices,
  normaliserLabel,
  withArgument,
} from './normaliser-words.ts';

interface NormaliserChipsProps {
  readonly column: string;
  readonly normalisers: readonly Normaliser[];
  /** What normalisers would make of a few values. */
  readonly preview: (normalisers: Normaliser[]) => ReactNode;
  onChange(normalisers: Normaliser[], words: string): void;
}

interface Asked {
  readonly choice: NormaliserChoice;
  /** Place of the chip that is changed; undefined for a new one. */
  readonly place: number | undefined;
  readonly initial: string;
}

/** What is done to one side of a key before it is compared, in order. Each chip opens its menu; the plus adds one. */
export function NormaliserChips({ column, normalisers, preview, onChange }: NormaliserChipsProps) {
  const [asked, setAsked] = useState<Asked>();
  const withOne = (normaliser: Normaliser, place: number | undefined) =>
    place === undefined ? [...normalisers, normaliser] : normalisers.with(place, normaliser);
  const put = (normaliser: Normaliser, place: number | undefined) =>
    onChange(withOne(normaliser, place), `${normaliserLabel(normaliser)} on ${column}`);
  const choose = (choice: NormaliserChoice) => {
    if (choice.argument !== undefined) setAsked({ choice, place: undefined, initial: choice.argument.initial });
    else put(normaliserSchema.parse(withArgument(choice.kind, undefined)), undefined);
  };
  const move = (place: number, to: number) => {
    const next = [...normalisers];
    const [moved] = next.splice(place, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    onChange(next, `${normaliserLabel(moved)} moved to place ${to + 1} on ${column}`);
  };
  return (
    <>
      {normalisers.map((normaliser, place) => {
        const label = normaliserLabel(normaliser);
        const choice = choiceOfKind(normaliser.kind);
        const argument = argumentOf(normaliser);
        return (
          <Menu
            // biome-ignore lint/suspicious/noArrayIndexKey: the same normaliser may stand twice; its place is what it is
            key={`${label}-${place}`}
            trigger={
              <button type="button" className={styles.chip} aria-label={`${label} on ${column}`}>
                {label}
              </button>
            }
            entries={[
              ...(choice?.argument !== undefined && argument !== undefined
                ? [
                    {
                      label: 'Change…',
                      icon: <Pencil size={14} aria-hidden="true" />,
                      run: () => setAsked({ choice, place, initial: argument }),
                    },
                  ]
                : []),
              {
                label: 'Do earlier',
                icon: <ArrowLeft size={14} aria-hidden="true" />,
                isDisabled: place === 0,
                run: () => move(place, place - 1),
              },
              {
                label: 'Do later',
                icon: <ArrowRight size={14} aria-hidden="true" />,
                isDisabled: place === normalisers.length - 1,
                run: () => move(place, place + 1),
              },
              {
                label: 'Remove',
                icon: <Trash2 size={14} aria-hidden="true" />,
                run: () =>
                  onChange(
                    normalisers.filter((_, index) => index !== place),
                    `${label} removed from ${column}`,
                  ),
              },
            ]}
          />
        );
      })}
      <Menu
        trigger={
          <button
            type="button"
            className={`${styles.chip} ${styles.plus}`}
            aria-label={`Change ${column} before comparing`}
            title="Change before comparing: trim, case, zeros, types…"
            disabled={normalisers.length >= 10}
          >
            <Plus size={12} aria-hidden="true" />
          </button>
        }
        entries={normaliserChoices.map((choice) =>
          choice === null ? null : { id: choice.kind, label: choice.label, run: () => choose(choice) },
        )}
      />
      {asked === undefined ? null : (
        <NormaliserDialog
          choice={asked.choice}
          initial={asked.initial}
          column={column}
          preview={(normaliser) => preview(withOne(normaliser, asked.place))}
          onClose={() => setAsked(undefined)}
          onApply={(normaliser) => {
            setAsked(undefined);
            put(normaliser, asked.place);
          }}
        />
      )}
    </>
  );
}
