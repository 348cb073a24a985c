import type { ColumnInfo, Dialect, TableInfo } from '../../connectors/connector.ts';

/** What the source makes of `column = key`, where the key is a column of another one of its tables (`Dialect.readsInside`). */
export function equalityAcross(
  dialect: Dialect,
  table: TableInfo,
  column: ColumnInfo,
  key: ColumnInfo,
): ReturnType<Dialect['accepts']> {
  const columns = [
    { ...column, name: 'left' },
    { ...key, name: 'right' },
  ];
  return dialect.accepts({ kind: 'columns', left: 'left', operator: '=', right: 'right' }, { ...table, columns });
}
