import { useCallback, useEffect, useState } from 'react';
import { catalogCache } from '../../../lib/client/catalog-cache.ts';
import type { ColumnOrigin, ResultColumn } from '../../../lib/contract/run.ts';

/** Tables asked for their comments, at most: a tooltip is not worth more. */
const MAX_TABLES = 20;

const tableKey = ({ connection, schema, table }: ColumnOrigin): string => JSON.stringify([connection, schema, table]);
const columnKey = (origin: ColumnOrigin): string => `${tableKey(origin)} ${origin.column}`;

/** A column of a native statement: the catalog knows no such table. */
const isStatement = ({ schema, table }: ColumnOrigin): boolean => schema === '' && table === 'native';

/** What the sources say of the columns: a comment by `columnKey`, as the catalog has it. */
export function useColumnComments(columns: readonly ResultColumn[]): (origin: ColumnOrigin) => string | undefined {
  const [comments, setComments] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isLeft = false;
    const tables = new Map(
      columns.flatMap(({ origin }) =>
        origin === undefined || isStatement(origin) ? [] : [[tableKey(origin), origin]],
      ),
    );
    for (const origin of [...tables.values()].slice(0, MAX_TABLES)) {
      const { connection, schema, table } = origin;
      catalogCache.columns(connection, schema, table).then(
        ({ columns: known }) => {
          const found = known.flatMap(({ name, comment }): [string, string][] =>
            comment === undefined || comment === '' ? [] : [[columnKey({ ...origin, column: name }), comment]],
          );
          if (!isLeft && found.length > 0) setComments((before) => new Map([...before, ...found]));
        },
        // The table may be gone since: the tooltip then has no description.
        () => undefined,
      );
    }
    return () => {
      isLeft = true;
    };
  }, [columns]);
  return useCallback((origin: ColumnOrigin) => comments.get(columnKey(origin)), [comments]);
}
