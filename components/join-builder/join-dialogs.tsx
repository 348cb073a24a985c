'use client';

import type { JoinDocument } from '../../lib/contract/join.ts';
import { FilterDialog } from './filter-dialog.tsx';
import type { InputView } from './input-view.ts';
import { nameIn } from './join-view.ts';
import type { KeptInputs } from './kept-inputs.ts';
import { NativeDialog } from './native-dialog.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';
import type { Explain } from './source-facts.ts';
import type { JoinEdits } from './use-join-edits.ts';

/** What is asked about which input. */
export interface InputQuestion {
  readonly what: 'filter' | 'replace' | 'statement';
  readonly alias: string;
}

interface JoinDialogsProps {
  readonly asked: InputQuestion | undefined;
  readonly document: JoinDocument | undefined;
  readonly views: readonly InputView[];
  readonly edits: JoinEdits;
  readonly explain: Explain;
  readonly kept: KeptInputs;
  onClose(): void;
}

/** Questions about one input: its filters, its statement, what to put in its place. */
export function JoinDialogs({ asked, document, views, edits, explain, kept, onClose }: JoinDialogsProps) {
  const view = views.find(({ alias }) => alias === asked?.alias);
  const input = document?.inputs.find(({ alias }) => alias === asked?.alias);
  if (asked === undefined || view === undefined || input === undefined) return null;
  const name = nameIn(document, view);
  const common = { explain, onClose };
  switch (asked.what) {
    case 'filter':
      return (
        <FilterDialog
          input={view}
          name={name}
          filters={input.filters}
          onClose={onClose}
          onApply={(filters) => {
            onClose();
            edits.setFilters(view.alias, filters, name);
          }}
        />
      );
    case 'replace':
      return (
        <ReplaceDialog
          {...common}
          name={name}
          kept={kept}
          onPick={(source) => {
            onClose();
            edits.replaceInput(view.alias, source, `${name} replaced`);
          }}
        />
      );
    case 'statement':
      return input.source.kind !== 'native' ? null : (
        <NativeDialog
          {...common}
          initial={input.source}
          onUse={(source) => {
            onClose();
            edits.replaceInput(view.alias, source, 'Statement changed');
          }}
        />
      );
  }
}
