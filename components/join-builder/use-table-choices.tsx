'use client';

import { Eye, Table2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import type { InputSource } from '../../lib/contract/join.ts';
import { formatEstimate } from '../../lib/format/number.ts';
import { useSearch } from '../catalog/use-search.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Origin } from '../ui/origin.tsx';
import type { Choice } from './choice-list.tsx';

const mostFound = 50;
const mostPerConnection = 40;
const none: ReadonlyMap<string, string> = new Map();

export const tableSource = ({
  connection,
  schema,
  name,
}: Pick<CatalogTable, 'connection' | 'schema' | 'name'>): InputSource => ({
  kind: 'table',
  connection,
  schema,
  table: name,
});

/** Tables by the words of a search on the server; without words the first ones of each connection's default schema. Those `referred` to stand first. */
export function useTableChoices(
  query: string,
  onPick: (source: InputSource) => void,
  referred: ReadonlyMap<string, string> = none,
) {
  const { connections, byId, generation } = useConnections();
  const search = useSearch(query, generation, mostFound);
  const [first, setFirst] = useState<readonly CatalogTable[]>([]);
  useEffect(() => {
    let isGone = false;
    const ready = connections.filter(({ introspectedAt }) => introspectedAt !== undefined);
    void Promise.allSettled(ready.map(({ id, defaultSchema }) => catalogCache.tables(id, defaultSchema))).then(
      (answers) => {
        if (isGone) return;
        setFirst(
          answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.slice(0, mostPerConnection) : [])),
        );
      },
    );
    return () => {
      isGone = true;
    };
  }, [connections]);
  const isSearched = query.trim() !== '';
  const found = (search.answer?.hits ?? []).flatMap(({ table, column }) => (column === undefined ? [table] : []));
  const referring = ({ connection, schema, name }: CatalogTable) => referred.get(`${connection}\0${schema}.${name}`);
  const listed = [...(isSearched ? found : first)].sort(
    (one, other) => Number(referring(other) !== undefined) - Number(referring(one) !== undefined),
  );
  const choices = listed.map(
    (table): Choice => ({
      key: `${table.connection}\0${table.schema}\0${table.name}`,
      label: table.name,
      icon: (
        <>
          <Origin color={byId(table.connection)?.color} />
          {table.kind === 'view' ? <Eye size={13} aria-hidden="true" /> : <Table2 size={13} aria-hidden="true" />}
        </>
      ),
      detail: `${referring(table) === undefined ? '' : `by ${referring(table)} · `}${table.connection}.${table.schema}${table.rowEstimate === undefined ? '' : ` · ${formatEstimate(table.rowEstimate)}`}`,
      run: () => onPick(tableSource(table)),
    }),
  );
  const unread = connections.filter(({ introspectedAt }) => introspectedAt === undefined).map(({ id }) => id);
  const notSearched = unread.length === 0 ? '' : ` The tables of ${unread.join(', ')} could not be read yet.`;
  const nothing = search.isSearching
    ? 'Searching…'
    : search.error !== undefined
      ? search.error.message
      : isSearched
        ? `No table of that name.${notSearched}`
        : 'Type a part of a name.';
  return { choices, nothing };
}
