'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { InputSource, JoinDocument } from '../../lib/contract/join.ts';
import { type ColumnsOf, shapeOf } from '../../lib/join/shape.ts';
import { useConnections } from '../shell/connections-context.tsx';
import {
  connectionOfSource,
  type InputColumn,
  type InputView,
  type LeafSource,
  type SourceFacts,
  sourceLabel,
} from './input-view.ts';
import { type Explain, readSourceFacts } from './source-facts.ts';

const loading: SourceFacts = { status: 'loading', columns: [] };
/** What columns rest on: the source, and the values of its parameters if it takes some. */
const keyOf = (source: InputSource, document: Pick<JoinDocument, 'parameters'> | undefined): string =>
  source.kind === 'native' && source.sql.includes('{{')
    ? JSON.stringify([source, document?.parameters])
    : JSON.stringify(source);

interface KnownInputs {
  readonly views: readonly InputView[];
  readonly columnsOf: ColumnsOf;
}

/** The inputs of a document with their columns, read once per source and again when metadata change. */
export function useInputViews(document: JoinDocument | undefined, explain: Explain): KnownInputs {
  const { connections, byId, generation, isLoading } = useConnections();
  const [facts, setFacts] = useState<ReadonlyMap<string, SourceFacts>>(new Map());
  const read = useRef({ generation, keys: new Set<string>() });
  const parameters = useRef(document?.parameters);
  parameters.current = document?.parameters;
  const leaves = useMemo(
    () => new Map(leavesOf(document).map((source) => [keyOf(source, document), source])),
    [document],
  );

  useEffect(() => {
    if (read.current.generation !== generation) read.current = { generation, keys: new Set() };
    for (const [key, source] of leaves) {
      if (read.current.keys.has(key)) continue;
      read.current.keys.add(key);
      const keep = (found: SourceFacts) => setFacts((before) => new Map(before).set(key, found));
      readSourceFacts(source, parameters.current, explain).then(keep, (thrown: unknown) =>
        keep({ status: 'failed', columns: [], error: toErrorShape(thrown) }),
      );
    }
  }, [leaves, explain, generation]);

  // Only what the key needs, so that the answer stays the same while the rest of the document is edited.
  const given = document?.parameters;
  const withParameters = useMemo(() => ({ parameters: given }), [given]);
  const columnsOf = useMemo<ColumnsOf>(
    () => (source) => {
      const known = facts.get(keyOf(source, withParameters));
      return known?.status === 'ready' ? { columns: known.columns, sqlName: known.sqlName } : undefined;
    },
    [facts, withParameters],
  );
  const views = useMemo(
    () =>
      (document?.inputs ?? []).map(({ alias, source, filters }): InputView => {
        const connection = connectionOfSource(source);
        const summary = connection === undefined ? undefined : byId(connection);
        const known = connections.length > 0 && !isLoading;
        return {
          ...(source.kind === 'join'
            ? factsOfJoin(source, document, facts, columnsOf)
            : (facts.get(keyOf(source, document)) ?? loading)),
          alias,
          source,
          label: sourceLabel(source),
          connection,
          color: summary?.color,
          isConnectionMissing: connection !== undefined && summary === undefined && known,
          filterCount: filters.length,
        };
      }),
    [document, facts, columnsOf, byId, isLoading, connections],
  );
  return useMemo(() => ({ views, columnsOf }), [views, columnsOf]);
}

function leavesOf(document: JoinDocument | undefined): LeafSource[] {
  return (document?.inputs ?? []).flatMap(({ source }) => (source.kind === 'join' ? leavesOf(source.join) : [source]));
}

/** A join is as ready as the least of its own inputs. */
function factsOfJoin(
  source: Extract<InputSource, { kind: 'join' }>,
  document: JoinDocument | undefined,
  facts: ReadonlyMap<string, SourceFacts>,
  columnsOf: ColumnsOf,
): SourceFacts {
  const parts = leavesOf(source.join).map((leaf) => facts.get(keyOf(leaf, document)) ?? loading);
  const failed = parts.find(({ status }) => status === 'failed');
  if (failed !== undefined) return failed;
  const shape = shapeOf(source, columnsOf);
  if (shape === undefined || parts.some(({ status }) => status === 'loading')) return loading;
  return {
    status: 'ready',
    columns: shape.columns.map(
      ({ name, type }): InputColumn => ({
        name,
        type,
        sourceType: type,
        isNullable: true,
        isPrimaryKey: false,
        isUnique: false,
      }),
    ),
  };
}
