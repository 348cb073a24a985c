'use client';

import { type ReactNode, useState } from 'react';
import { ClientError, toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { TabState } from '../../lib/client/document-store.ts';
import { fetchQuery, fetchVersions } from '../../lib/client/queries.ts';
import type { Query } from '../../lib/contract/query.ts';
import type { QueryActions } from '../queries/query-actions.ts';
import { QueryConflictDialog } from '../queries/query-conflict-dialog.tsx';
import { QueryDialog } from '../queries/query-dialog.tsx';
import { contentOf, isSameContent } from './query-parts.ts';
import type { WorkbenchState } from './use-workbench.ts';

type Asked =
  | { readonly kind: 'new'; readonly tab: TabState }
  | { readonly kind: 'conflict'; readonly tab: TabState; readonly theirs: Query };

/** Saving the shown tab as a query: asks for its title the first time, makes a new version afterwards. */
export function useQuerySave(
  { documents, active }: WorkbenchState,
  actions: Pick<QueryActions, 'save'>,
  say: (message: string) => void,
): { save(): void; saveAsNew(): void; readonly dialogs: ReactNode } {
  const [asked, setAsked] = useState<Asked>();

  const belongTo = (tab: TabState, query: Query) => {
    documents.edit(tab.id, { queryId: query.id, queryVersion: query.version });
    void documents.flush(tab.id);
    const isNew = query.version !== tab.queryVersion || query.id !== tab.queryId;
    say(
      isNew
        ? `Saved as “${query.title}”, version ${query.version}`
        : `“${query.title}” has no change since version ${query.version}`,
    );
  };

  /** Over the version that `kept` is; throws `conflict` if that is no longer the newest. */
  const saveOver = async (tab: TabState, kept: Query, version: number): Promise<Query> => {
    const { id, title, description, tags, collection } = kept;
    const content = contentOf(tab, documents.text(tab.id));
    return unwrap(await actions.save({ ...content, id, version, title, description, tags, collection }));
  };

  const saveNext = async (tab: TabState, queryId: string) => {
    const kept = await fetchQuery(queryId);
    try {
      belongTo(tab, await saveOver(tab, kept, tab.queryVersion ?? kept.version));
    } catch (thrown) {
      if (!(thrown instanceof ClientError) || thrown.shape.code !== 'conflict') throw thrown;
      const began = (await fetchVersions(queryId)).find(({ version }) => version === tab.queryVersion);
      // Only its title or description has changed since: there is nothing to choose between.
      if (began !== undefined && isSameContent(began, kept)) belongTo(tab, await saveOver(tab, kept, kept.version));
      else setAsked({ kind: 'conflict', tab, theirs: kept });
    }
  };

  const begin = (isNew: boolean) => {
    if (active === undefined) return;
    void documents.flush(active.id);
    if (documents.text(active.id).trim() === '') {
      say('The tab is empty: there is nothing to save yet.');
      return;
    }
    if (isNew || active.queryId === undefined) {
      setAsked({ kind: 'new', tab: active });
      return;
    }
    saveNext(active, active.queryId).catch((thrown) => {
      const error = toErrorShape(thrown);
      if (error.code === 'not_found') {
        say('Its query has been deleted: it can be saved as a new one.');
        setAsked({ kind: 'new', tab: active });
      } else say(`Not saved: ${error.message}`);
    });
  };

  const close = () => setAsked(undefined);
  return {
    save: () => begin(false),
    saveAsNew: () => begin(true),
    dialogs:
      asked === undefined ? null : asked.kind === 'new' ? (
        <QueryDialog
          heading="Save as query"
          description="Kept under Queries with its parameters and all its versions."
          initial={{ title: asked.tab.title, description: '', tags: '', collection: '' }}
          onClose={close}
          onSave={async (words) => {
            const content = contentOf(asked.tab, documents.text(asked.tab.id));
            const query = unwrap(await actions.save({ ...content, ...words }));
            documents.edit(asked.tab.id, { title: query.title });
            belongTo(asked.tab, query);
            close();
          }}
        />
      ) : (
        <QueryConflictDialog
          theirs={asked.theirs}
          mine={documents.text(asked.tab.id)}
          onClose={close}
          onSaveAsNew={() => setAsked({ kind: 'new', tab: asked.tab })}
          onOverwrite={async () => {
            belongTo(asked.tab, await saveOver(asked.tab, asked.theirs, asked.theirs.version));
            close();
          }}
        />
      ),
  };
}
