'use client';

import { useEffect, useMemo, useState } from 'react';
import { askModel, fetchConversation, keepConversation, streamChat } from '../../lib/client/assistant.ts';
import type { Conversation } from '../../lib/contract/assistant.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import { type ChatContext, ChatSession } from '../assistant/chat-session.ts';
import type { SqlActions } from '../assistant/code-block.tsx';
import { commentAt } from '../assistant/comment-at.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** The conversation of the shown tab, and what its answers can do to the editor. */
export function useChat(
  { active, editor, run, documents, select }: WorkbenchState,
  tablesHere: () => Promise<TableReference[]>,
  say: (message: string) => void,
) {
  const [sessions] = useState(() => new Map<string, ChatSession>());
  const tabId = active?.id ?? '';
  const session = useMemo(() => {
    const store = {
      load: () => fetchConversation(tabId),
      save: (conversation: Conversation) => keepConversation(tabId, conversation),
    };
    const known = sessions.get(tabId) ?? new ChatSession(streamChat, askModel, tabId === '' ? undefined : store);
    sessions.set(tabId, known);
    return known;
  }, [sessions, tabId]);
  useEffect(() => void session.load(), [session]);
  const isStatement = active?.kind === 'statement';
  const sqlActions = useMemo<SqlActions>(
    () => ({
      insert: (sql) => {
        if (isStatement) editor?.append(sql);
        else say('SQL goes into a tab with statements.');
      },
      replace: isStatement
        ? (sql) => {
            const [statement] = editor?.runnable().statements ?? [];
            if (statement === undefined) editor?.append(sql);
            else editor?.replace(statement.offset, statement.text.length, sql.replace(/;\s*$/, ''));
          }
        : undefined,
      statement: () => (isStatement ? editor?.runnable().statements[0]?.text : undefined),
    }),
    [isStatement, editor, say],
  );
  const context = async (): Promise<ChatContext> => {
    const [statement] = isStatement ? (editor?.runnable().statements ?? []) : [];
    return { sql: statement?.text ?? '', tables: await tablesHere() };
  };
  const onOpenJoin = (document: JoinDocument) =>
    void documents
      .create({ kind: 'join', title: 'Proposed join', text: JSON.stringify(document, undefined, 2) })
      .then(select, () => say('The tab could not be made: Joinery does not answer.'));
  return {
    session,
    sqlActions,
    onOpenJoin,
    context,
    comment: () => {
      if (!isStatement || editor === undefined) return undefined;
      const { text, offset } = editor.textAndCursor();
      return commentAt(text, offset);
    },
    runError: run?.status === 'failed' ? run.error?.message : undefined,
  };
}
