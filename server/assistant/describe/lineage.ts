import type { Dialect, LineageNode, Schema } from '@polyglot-sql/sdk';
import type { ColumnOrigin } from '../../../lib/contract/run.ts';
import type { KnownTable } from './relations.ts';

export interface ColumnLineage {
  readonly sources: readonly ColumnOrigin[];
  /** SQL between the sources and the value, as the statement writes it; absent = a column as it is. */
  readonly expression: string | undefined;
  /** The aggregate that the value is, if it is one as a whole: `sum`, `count`. */
  readonly aggregate: string | undefined;
}

type Expression = LineageNode['expression'];
type TextOf = (expression: Expression) => string | undefined;
type Polyglot = typeof import('@polyglot-sql/sdk');
/** Where each of `count` output columns comes from; undefined for those that cannot be traced. */
export async function traceColumns(
  sql: string,
  count: number,
  tables: readonly KnownTable[],
  dialect: string,
): Promise<(ColumnLineage | undefined)[]> {
  // 20 MB of WebAssembly: loaded when the first result is described.
  const polyglot = await import('@polyglot-sql/sdk');
  await polyglot.init();
  const textOf = writerOf(polyglot, dialect as Dialect);
  const schema = schemaOf(tables);
  return Array.from({ length: count }, (_, ordinal) => {
    try {
      const answer = polyglot.lineageAtWithSchema(ordinal, sql, schema, dialect);
      return answer.success && answer.lineage !== undefined ? lineageOf(answer.lineage, tables, textOf) : undefined;
    } catch {
      // A statement that the parser does not know: the column is shown without lineage.
      return undefined;
    }
  });
}

function schemaOf(tables: readonly KnownTable[]): Schema {
  return {
    strict: false,
    tables: tables.map(({ parts, info }) => ({
      name: parts.at(-1) ?? info.name,
      ...(parts.length > 1 ? { schema: parts.at(-2) ?? '' } : {}),
      columns: info.columns.map(({ name, type }) => ({ name, type })),
    })),
  };
}

function lineageOf(root: LineageNode, tables: readonly KnownTable[], textOf: TextOf): ColumnLineage {
  const sources = new Map<string, ColumnOrigin>();
  collect(root, tables, sources);
  const expressions = steps(root).map(textOf);
  const [outer] = expressions;
  const isPlain = expressions.every((text) => text === undefined || /^(?:[\w"]+\.)*[\w"]+$/.test(text));
  return {
    sources: [...sources.values()],
    expression: isPlain ? undefined : expressions.find((text) => text !== undefined && !/^[\w".]+$/.test(text)),
    aggregate: aggregateOf(outer),
  };
}

/** Expressions from the output inwards, along the first branch of each node. */
function steps(node: LineageNode): Expression[] {
  const isLeaf = node.downstream.length === 0 && node.source_kind === 'table';
  if (isLeaf || 'union' in node.expression)
    return (node.downstream[0] ? steps(node.downstream[0]) : []) as Expression[];
  return [node.expression, ...(node.downstream.length === 1 && node.downstream[0] ? steps(node.downstream[0]) : [])];
}

function collect(node: LineageNode, tables: readonly KnownTable[], into: Map<string, ColumnOrigin>): void {
  if (node.source_kind === 'table' && node.downstream.length === 0) {
    const named = node.source_name.toLowerCase().replaceAll('"', '');
    const table = tables.find(({ parts }) => parts.join('.').toLowerCase() === named);
    const wanted = node.name
      .slice(node.name.lastIndexOf('.') + 1)
      .replaceAll('"', '')
      .toLowerCase();
    const column = table?.info.columns.find(({ name }) => name.toLowerCase() === wanted);
    if (table !== undefined && column !== undefined) {
      const origin = {
        connection: table.connection,
        schema: table.info.schema,
        table: table.info.name,
        column: column.name,
      };
      into.set(Object.values(origin).join('\0'), origin);
    }
  }
  for (const child of node.downstream) collect(child, tables, into);
}

function writerOf(polyglot: Polyglot, dialect: Dialect): TextOf {
  return (expression) => {
    const bare = 'alias' in expression ? (expression as { alias: { this: Expression } }).alias.this : expression;
    const { success, sql } = polyglot.generate([bare], dialect);
    return success ? sql?.[0] : undefined;
  };
}

const aggregates = new Set('sum avg min max count median any_value first last mode stddev string_agg list'.split(' '));

/** `sum(x)` as a whole; `sum(a) / sum(b)` is none. */
function aggregateOf(text: string | undefined): string | undefined {
  const match = /^(\w+)\s*\(/.exec(text ?? '');
  const name = match?.[1]?.toLowerCase();
  if (text === undefined || name === undefined || !aggregates.has(name)) return undefined;
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ')' && depth === 0) return index === text.length - 1 ? name : undefined;
  }
  return undefined;
}
