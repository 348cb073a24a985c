'use client';

import { PanelRight } from 'lucide-react';
import type { ComponentProps } from 'react';
import { ChatPanel } from '../assistant/chat-panel.tsx';
import { DescribePanel } from '../assistant/describe-panel.tsx';
import { SidePanel } from '../assistant/side-panel.tsx';
import type { useSideView } from '../assistant/use-side-view.ts';
import { keysText } from '../palette/commands.ts';
import { SuggestionsPanel } from '../suggestions/suggestions-panel.tsx';
import { Button } from '../ui/button.tsx';
import type { useSuggestions } from './use-suggestions.ts';
import type { WorkbenchState } from './use-workbench.ts';
import type { WorkbenchActions } from './workbench-actions.ts';

type Side = ReturnType<typeof useSideView>;
const keys = () => keysText('mod+i');

/** Opens and closes the assistant. */
export function SideToggle({ side }: { readonly side: Side }) {
  return (
    <Button
      kind="quiet"
      isIcon
      aria-label="Assistant"
      aria-pressed={side.isOpen}
      title={`Assistant (${keys()})`}
      onClick={side.toggle}
    >
      <PanelRight size={15} aria-hidden="true" />
    </Button>
  );
}

interface SidePaneProps {
  readonly side: Side;
  readonly state: WorkbenchState;
  readonly actions: WorkbenchActions;
  readonly suggestions: ReturnType<typeof useSuggestions>;
  readonly chat: Omit<ComponentProps<typeof ChatPanel>, 'key'>;
}

/** The assistant beside the shown tab: suggested joins, the description of its result, questions. */
export function SidePane({ side, state, actions, suggestions, chat }: SidePaneProps) {
  const { active, run } = state;
  return (
    <SidePanel
      view={side.view}
      keys={keys()}
      onView={side.show}
      onClose={side.close}
      parts={[
        {
          view: 'suggest',
          label: 'Suggest join',
          content: (
            <SuggestionsPanel
              key={active?.id}
              session={suggestions.session}
              actions={suggestions.actions}
              hereLabel={suggestions.isJoin ? 'Tables of the join' : 'Tables of the statement'}
              onTakeHere={() => void suggestions.suggestHere()}
            />
          ),
        },
        {
          view: 'describe',
          label: 'Describe',
          content: <DescribePanel key={run?.id} run={run} actions={actions.assistant} />,
        },
        { view: 'chat', label: 'Ask', content: <ChatPanel key={active?.id} {...chat} /> },
      ]}
    />
  );
}
