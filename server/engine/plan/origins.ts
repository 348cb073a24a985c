import type { ColumnOrigin } from '../../../lib/contract/run.ts';
import type { AstNode } from '../parse/ast.ts';
import { type Relation, relationColumns } from './scan.ts';
import { type BaseColumn, Tracer } from './trace.ts';

export interface ColumnTrace {
  readonly name: string;
  readonly origin: ColumnOrigin | undefined;
}

/** Where a result's columns come from, for those that are a column of a source as it is; undefined if their number cannot be told. */
export function traceOrigins(root: AstNode, relations: readonly Relation[]): readonly ColumnTrace[] | undefined {
  return new Tracer(root, relations, true)
    .query(root, new Map())
    ?.map(({ name, base }) => ({ name, origin: base === undefined ? undefined : originOf(base) }));
}

function originOf({ relation, index }: BaseColumn): ColumnOrigin | undefined {
  if (relation.kind === 'result') return relation.origins[index];
  const column = relationColumns(relation)[index]?.name ?? '';
  if (relation.kind === 'table')
    return { connection: relation.connection, schema: relation.table.schema, table: relation.table.name, column };
  return relation.kind === 'native'
    ? { connection: relation.connection, schema: '', table: 'native', column }
    : undefined;
}
