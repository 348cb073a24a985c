'use client';

import { useCallback, useMemo, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import {
  dismissSuggestion,
  restoreSuggestion,
  sqlOfJoin,
  streamPartners,
  streamSuggestions,
} from '../../lib/client/suggestions.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { applySuggestion } from '../join-builder/apply-suggestion.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { inChainOrder, joinOf, titleOfJoin } from '../suggestions/join-of-suggestions.ts';
import type { SuggestionActions } from '../suggestions/suggestion-actions.ts';
import { SuggestionSession } from '../suggestions/suggestion-session.ts';
import { tablesOfStatement } from './statement-tables.ts';
import type { WorkbenchState } from './use-workbench.ts';

const PREVIEW_ROWS = 100;
const suggestionSource = { streamSuggestions, streamPartners, dismissSuggestion, restoreSuggestion };

/** The suggestions of the shown tab, and what they can do to it. */
export function useSuggestions(state: WorkbenchState, say: (message: string) => void) {
  const { active, documents, editor, joins, runner, select } = state;
  const { connections } = useConnections();
  const [sessions] = useState(() => new Map<string, SuggestionSession>());
  const tabId = active?.id ?? '';
  const session = useMemo(() => {
    const known = sessions.get(tabId) ?? new SuggestionSession(suggestionSource);
    sessions.set(tabId, known);
    return known;
  }, [sessions, tabId]);
  const isJoin = active?.kind === 'join';
  const target = active?.target ?? FEDERATED;

  /** The tables of the join, or of the statement or selection. */
  const tablesHere = useCallback(async (): Promise<TableReference[]> => {
    if (isJoin) {
      const inputs = joins.of(tabId).getState().document?.inputs ?? [];
      return inputs.flatMap(({ source }) =>
        source.kind === 'table' ? [{ connection: source.connection, schema: source.schema, table: source.table }] : [],
      );
    }
    const text = (editor?.runnable().statements ?? []).map((statement) => statement.text).join(';\n');
    return tablesOfStatement(text, { target, connections, catalog: catalogCache });
  }, [isJoin, joins, tabId, editor, target, connections]);

  const suggestHere = useCallback(async () => {
    const tables = await tablesHere();
    session.choose(tables);
    if (tables.length === 0)
      say(isJoin ? 'The join has no tables yet.' : 'The statement names no table that is known.');
    else if (tables.length === 1) say('Only one table here: add another one, or ask what joins to it.');
    await session.ask();
  }, [tablesHere, session, say, isJoin]);

  const actions = useMemo<SuggestionActions>(() => {
    const failed = (thrown: unknown) => say(toErrorShape(thrown).message);
    const asJoin = async (suggestions: readonly Suggestion[]) => {
      const text = JSON.stringify(joinOf(suggestions), undefined, 2);
      const id = await documents.create({ kind: 'join', title: titleOfJoin(suggestions), text });
      sessions.set(id, session);
      select(id);
    };
    const sqlOf = async (suggestions: readonly Suggestion[]) => {
      const document = joinOf(suggestions);
      return document === undefined ? '' : sqlOfJoin(document);
    };
    const preview = async (suggestions: readonly Suggestion[]) => {
      const text = await sqlOf(suggestions);
      const title = `${titleOfJoin(suggestions)} preview`;
      const id = await documents.create({ title, text, rowLimit: PREVIEW_ROWS });
      // The cards stay in sight beside the rows of one of them.
      sessions.set(id, session);
      select(id);
      const tab = documents.getState().tabs.find((one) => one.id === id);
      if (tab !== undefined) await runner.run(tab, [{ text, offset: 0 }]);
    };
    const common = { preview: (suggestions: readonly Suggestion[]) => void preview(suggestions).catch(failed) };
    if (isJoin) {
      return {
        ...common,
        applyTitle: 'Put it into this join; Undo takes it back',
        apply: (suggestions) => {
          joins
            .of(tabId)
            .edit('Suggestion applied', (join) => inChainOrder(suggestions).reduce(applySuggestion, join) ?? join);
          say('Applied to the join');
        },
      };
    }
    return {
      ...common,
      applyTitle: 'Put it below your statement as SQL',
      apply: (suggestions) =>
        void sqlOf(suggestions).then((sql) => {
          editor?.append(sql);
          say('Put below your statement; nothing has run');
        }, failed),
      openInBuilder: (suggestions) => void asJoin(suggestions).catch(failed),
    };
  }, [isJoin, tabId, sessions, session, documents, editor, joins, runner, select, say]);

  return { session, actions, suggestHere, tablesHere, isJoin };
}
