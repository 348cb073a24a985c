'use client';

import { useCallback, useMemo, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { refreshCatalog } from '../../lib/client/catalog.ts';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import { addInput, newJoin } from '../../lib/join/edit-inputs.ts';
import type { CatalogActions } from '../catalog/catalog-actions.ts';
import { nativeConnection, quoteName, type SqlContext, tableName } from '../editor/sql-context.ts';
import { tableSource } from '../join-builder/use-table-choices.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import type { SuggestionSession } from '../suggestions/suggestion-session.ts';
import { referenceOf } from './statement-tables.ts';
import type { WorkbenchState } from './use-workbench.ts';

const mostColumnsNamed = 60;

/** What the schema browser may do to the workbench, with names as the active tab's target needs them. */
export function useCatalogActions(
  { editor, active, documents, joins, select: selectTab }: WorkbenchState,
  say: (message: string) => void,
  /** Shows the suggestions and hands over those of the shown tab. */
  suggest: (ask: (session: SuggestionSession) => void) => void,
) {
  const { connections, reload } = useConnections();
  const [refreshing, setRefreshing] = useState(0);
  const target = active?.target ?? FEDERATED;

  const refresh = useCallback(
    async (connection?: string) => {
      setRefreshing((count) => count + 1);
      try {
        // The states "loading" and then the outcome come with the list of connections.
        await Promise.all([refreshCatalog(connection), reload()]);
      } catch (thrown) {
        say(toErrorShape(thrown).message);
      } finally {
        await reload();
        catalogCache.clear();
        setRefreshing((count) => count - 1);
      }
    },
    [reload, say],
  );

  const actions = useMemo<CatalogActions>(() => {
    const context: SqlContext = { target, connections, catalog: catalogCache };
    const driver = nativeConnection(context)?.driver;
    const select = async (table: CatalogTable) => {
      const { columns } = await catalogCache.columns(table.connection, table.schema, table.name);
      const names = columns.map(({ name }) => `  ${quoteName(name, driver)}`);
      const list = names.length > 0 && names.length <= mostColumnsNamed ? `\n${names.join(',\n')}\n` : ' *\n';
      editor?.append(`SELECT${list}FROM ${tableName(context, table)}`);
    };
    const joinId = active?.kind === 'join' ? active.id : undefined;
    const joinTable = async (table: CatalogTable) => {
      const source = tableSource(table);
      if (joinId === undefined) {
        const text = JSON.stringify(newJoin(source), undefined, 2);
        selectTab(await documents.create({ kind: 'join', title: `${table.name} joined`, text }));
        return;
      }
      const words = `${table.name} added`;
      joins.of(joinId).edit(words, (join) => (join === undefined ? newJoin(source) : addInput(join, source)));
      say(`${words} to the join`);
    };
    const joinTables = async (tables: readonly CatalogTable[]) => {
      const [first, ...others] = tables.map(tableSource);
      if (first === undefined) return;
      const document = others.reduce((join, source) => addInput(join, source), newJoin(first));
      const title = tables
        .map(({ name }) => name)
        .join(' + ')
        .slice(0, 200);
      selectTab(await documents.create({ kind: 'join', title, text: JSON.stringify(document, undefined, 2) }));
    };
    return {
      joinTables: (tables) => void joinTables(tables).catch((thrown: unknown) => say(toErrorShape(thrown).message)),
      joinLabel: joinId === undefined ? 'Start a join with it' : 'Add to the join',
      joinsByEnter: joinId !== undefined,
      suggestWith: (table) => suggest((session) => session.add(referenceOf(table))),
      suggestPartners: (table) => suggest((session) => void session.askPartners(referenceOf(table))),
      joinTable: (table) => void joinTable(table).catch((thrown: unknown) => say(toErrorShape(thrown).message)),
      connectionName: ({ id }) => quoteName(id, driver),
      tableName: (table) => tableName(context, table),
      columnName: ({ name }) => quoteName(name, driver),
      insert: (text) =>
        joinId === undefined ? editor?.insert(text) : say('Names go into statements: choose a table to join it.'),
      insertSelect: (table) => void select(table).catch((thrown: unknown) => say(toErrorShape(thrown).message)),
      copy: (text) =>
        void navigator.clipboard.writeText(text).then(
          () => say(`Copied ${text}`),
          () => say('The browser did not allow copying.'),
        ),
      refresh: (connection) => void refresh(connection),
    };
  }, [target, connections, editor, suggest, active?.kind, active?.id, documents, joins, selectTab, refresh, say]);

  return { actions, isRefreshing: refreshing > 0, refreshAll: () => void refresh() };
}
