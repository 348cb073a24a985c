import type { JoinDocument, OutputColumn } from '../../../lib/contract/join.ts';
import { isSameColumn } from '../../../lib/join/inputs.ts';
import { type AstNode, childNode, childNodes, isList, textOf } from '../../engine/parse/ast.ts';
import { readShapes } from '../shapes.ts';
import { Beyond } from './beyond.ts';
import { Conditions } from './read-conditions.ts';
import type { ReadContext } from './read-context.ts';
import { readFrom } from './read-from.ts';
import { refuseClauses } from './refuse.ts';
import { Scope } from './scope.ts';

export interface ReadSelect {
  readonly document: JoinDocument;
  readonly scope: Scope;
}

/** A SELECT without unions, as a document that lists its columns. Throws `Beyond`. */
export async function readSelect(node: AstNode, context: ReadContext): Promise<ReadSelect> {
  const { document, scope } = await readRows(node, context);
  const columns = childNodes(node, 'select_list').flatMap((item) => readItem(item, scope, document));
  return { document: { ...document, columns: withoutClashes(columns) }, scope };
}

/** FROM, ON and WHERE of a SELECT; the columns are not read. */
export async function readRows(node: AstNode, context: ReadContext): Promise<ReadSelect> {
  if (node.type !== 'SELECT_NODE') throw new Beyond('Only SELECT and UNION can be said with the builder.', node);
  refuseClauses(node);
  const from = await readFrom(childNode(node, 'from_table'), context);
  const bare: JoinDocument = {
    version: 1,
    inputs: from.inputs.map(({ input }) => input),
    steps: [],
    duplicates: 'prefix',
    coalesceKeys: false,
  };
  const { columnsOf } = await readShapes(bare, context.dependencies, new AbortController().signal);
  const scope = new Scope(from.inputs, columnsOf);
  const conditions = new Conditions(scope, context.source, from.joins);
  for (const [step, join] of from.joins.entries()) await conditions.readOn(join, step);
  await conditions.readWhere(childNode(node, 'where_clause'));
  const document: JoinDocument = {
    ...bare,
    inputs: bare.inputs.map((input, place) => ({
      ...input,
      filters: [...input.filters, ...(conditions.filters[place] ?? [])],
    })),
    steps: conditions.types.map((type, step) => ({
      kind: 'join',
      type,
      keys: conditions.keys[step] ?? [],
      ...(type === 'cross' ? { isConfirmed: true } : {}),
    })),
  };
  return { document, scope };
}

function readItem(item: AstNode, scope: Scope, document: JoinDocument): OutputColumn[] {
  if (item.type === 'STAR') return readStar(item, scope, document);
  const alias = textOf(item, 'alias');
  if (item.class === 'COLUMN_REF') {
    const reference = scope.resolve(item);
    const names = isList(item.column_names) ? item.column_names : [];
    const merged = names.length === 1 ? scope.merged.get(String(names[0]).toLowerCase()) : undefined;
    const entry: OutputColumn = merged === undefined ? reference : { coalesce: merged };
    return [{ ...entry, name: alias || reference.column }];
  }
  const pair = readCoalesce(item, scope);
  if (pair === undefined)
    throw new Beyond('A computed column is beyond the builder: it picks and renames columns.', item);
  return [
    { coalesce: pair, name: alias || `coalesce(${pair.map(({ input, column }) => `${input}.${column}`).join(', ')})` },
  ];
}

/** Both sides of a key in one column, as text where the builder writes them so. */
export function readCoalesce(
  item: AstNode,
  scope: Scope,
): Extract<OutputColumn, { coalesce: unknown }>['coalesce'] | undefined {
  if (item.type !== 'OPERATOR_COALESCE') return undefined;
  const sides = childNodes(item, 'children').map((child) => {
    const isText = child.type === 'OPERATOR_CAST' && textOf(childNode(child, 'cast_type') ?? {}, 'id') === 'VARCHAR';
    const column = isText ? childNode(child, 'child') : child;
    return column?.class === 'COLUMN_REF' ? scope.resolve(column) : undefined;
  });
  const [left, right, ...more] = sides;
  return left === undefined || right === undefined || more.length > 0 ? undefined : [left, right];
}

export function readStar(item: AstNode, scope: Scope, document: JoinDocument): OutputColumn[] {
  for (const word of ['exclude_list', 'replace_list', 'rename_list', 'qualified_exclude_list', 'expr'])
    if (item[word] !== undefined) throw new Beyond('A * with changes is beyond the builder: list the columns.', item);
  if (item.columns === true) throw new Beyond('COLUMNS(...) is beyond the builder: list the columns.', item);
  const owner = textOf(item, 'relation_name').toLowerCase();
  const merged = [...scope.merged.values()];
  return scope.inputs.flatMap((input, place) => {
    const step = place === 0 ? undefined : document.steps[place - 1];
    if (step?.kind === 'join' && step.type === 'anti') return [];
    return scope.columnsIn(input).flatMap(({ reference, name, owner: own }): OutputColumn[] => {
      if (owner !== '' && own?.toLowerCase() !== owner) return [];
      const pair = owner === '' ? merged.find((one) => one.some((side) => isSameColumn(side, reference))) : undefined;
      if (pair === undefined) return [{ ...reference, name }];
      return isSameColumn(pair[0], reference) ? [{ coalesce: pair, name }] : [];
    });
  });
}

/** Columns of one name are told apart by the duplicate rule, not by numbers. */
function withoutClashes(columns: readonly OutputColumn[]): OutputColumn[] {
  const counts = new Map<string, number>();
  for (const { name = '' } of columns) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return columns.map((entry) => {
    if ((counts.get((entry.name ?? '').toLowerCase()) ?? 0) < 2) return entry;
    const { name: _, ...bare } = entry;
    return bare;
  });
}
