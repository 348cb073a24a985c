'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import { fetchDictionaryTable } from '../../lib/client/dictionary.ts';
import type { DictionaryTable } from '../../lib/contract/dictionary.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';

/** One table as it is edited here. */
export interface TableEditing {
  readonly table: DictionaryTable | undefined;
  readonly error: ErrorShape | undefined;
  /** How many changes are on their way. */
  readonly pending: number;
  reload(): void;
  /** Takes the table that the action answers with. Answers whether it went well. */
  change(action: () => Promise<ActionAnswer<DictionaryTable>>): Promise<boolean>;
}

/** `onChanged` is called when a change is on disk. */
export function useDictionaryTable(reference: TableReference | undefined, onChanged: () => void): TableEditing {
  const [table, setTable] = useState<DictionaryTable>();
  const [error, setError] = useState<ErrorShape>();
  const [pending, setPending] = useState(0);
  const [turn, setTurn] = useState(0);
  const { connection, schema, table: name } = reference ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn means: read again
  useEffect(() => {
    if (connection === undefined || schema === undefined || name === undefined) return setTable(undefined);
    const stop = new AbortController();
    setError(undefined);
    setTable((before) =>
      before !== undefined && isTable(before.table, connection, schema, name) ? before : undefined,
    );
    fetchDictionaryTable({ connection, schema, table: name }, stop.signal).then(setTable, (thrown: unknown) => {
      if (!stop.signal.aborted) setError(toErrorShape(thrown));
    });
    return () => stop.abort();
  }, [connection, schema, name, turn]);
  const change = useCallback(
    async (action: () => Promise<ActionAnswer<DictionaryTable>>): Promise<boolean> => {
      setPending((before) => before + 1);
      const answer = await action().catch((thrown: unknown) => ({ ok: false, error: toErrorShape(thrown) }) as const);
      setPending((before) => before - 1);
      if (!answer.ok) {
        setError(answer.error);
        return false;
      }
      const { value } = answer;
      setError(undefined);
      // Another table may be shown by now.
      setTable((before) =>
        before !== undefined && isTable(before.table, value.table.connection, value.table.schema, value.table.table)
          ? value
          : before,
      );
      onChanged();
      return true;
    },
    [onChanged],
  );
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { table, error, pending, reload, change };
}

const isTable = (one: TableReference, connection: string, schema: string, table: string): boolean =>
  one.connection === connection && one.schema === schema && one.table === table;
