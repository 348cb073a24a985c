import type {
  ColumnReference,
  InputSource,
  JoinDocument,
  JoinInput,
  JoinStep,
  OutputColumn,
} from '../../../lib/contract/join.ts';
import { freeAlias } from '../../../lib/join/edit-inputs.ts';
import { joinedColumns, referencesOf } from '../../../lib/join/joined-columns.ts';
import { outputColumns } from '../../../lib/join/output-columns.ts';
import type { ColumnsOf } from '../../../lib/join/shape.ts';
import { unionColumns } from '../../../lib/join/union-columns.ts';
import { type AstNode, childNode, childNodes, textOf } from '../../engine/parse/ast.ts';
import { readShapes } from '../shapes.ts';
import { Beyond } from './beyond.ts';
import type { ReadContext } from './read-context.ts';
import { typeText } from './read-normalisers.ts';
import { readCoalesce, readRows, readStar } from './read-select.ts';
import { constantText, isNullConstant } from './read-values.ts';
import { refuseClauses } from './refuse.ts';
import type { Scope } from './scope.ts';

interface Branch {
  readonly node: AstNode;
  readonly document: JoinDocument;
  readonly items: readonly Item[];
  /** Of the UNION before it. */
  readonly all: boolean;
  readonly isByName: boolean;
}

type Item =
  | {
      readonly kind: 'column';
      readonly from: readonly ColumnReference[];
      readonly name: string;
      readonly cast: string | undefined;
      readonly node: AstNode;
    }
  | { readonly kind: 'null'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string; readonly name: string; readonly node: AstNode };

/**
 * A chain of UNION and UNION ALL: the joined inputs of the first SELECT, then one input of each further one; what joins there, or is a union in
 * brackets, is a join as an input. Throws `Beyond`.
 */
export async function readUnion(root: AstNode, context: ReadContext): Promise<JoinDocument> {
  const [first, ...further] = await readBranches(root, context);
  if (first === undefined) throw new Beyond('A union needs a SELECT.', root);
  const others = await Promise.all(further.map((branch) => asOneInput(branch, context)));
  const branches = [first, ...others];
  const names = finalNames(branches);
  const inputs = [...first.document.inputs];
  const renamed = others.map(
    ({
      document: {
        inputs: [only],
      },
      node,
    }): JoinInput => {
      if (only === undefined) throw new Beyond('A union needs a SELECT.', node);
      const taken = inputs.map(({ alias }) => alias.toLowerCase());
      const input = taken.includes(only.alias.toLowerCase()) ? { ...only, alias: freeAlias(only.source, taken) } : only;
      inputs.push(input);
      return input;
    },
  );
  const isCoalesced = first.items.some((item) => item.kind === 'column' && item.from.length > 1);
  const base: JoinDocument = { ...first.document, coalesceKeys: isCoalesced };
  const { columnsOf } = await readShapes({ ...base, inputs }, context.dependencies, new AbortController().signal);
  const aliases = [first.document.inputs[0]?.alias ?? '', ...renamed.map(({ alias }) => alias)];
  const sourceColumn = sourceColumnOf(branches, names, aliases);
  const data = names.filter((_, index) => names[index] !== sourceColumn);
  // All inputs take part in what tells columns of one name apart.
  const whole = { ...base, inputs, steps: [...base.steps, ...others.map(unmapped)] };
  const steps = others.map(
    (branch, place): JoinStep => ({
      kind: 'union',
      all: branch.all,
      mapping: {
        by: 'hand',
        pairs: data.map((name) => ({
          name,
          before: place === 0 ? beforeName(itemOf(first, name, names), whole, columnsOf) : name,
          added: addedColumn(itemOf(branch, name, names)),
        })),
      },
      ...(place === 0 && sourceColumn !== undefined ? { sourceColumn } : {}),
    }),
  );
  const document = { ...base, inputs, steps: [...base.steps, ...steps] };
  refuseOtherCasts(document, branches, names, columnsOf);
  return document;
}

const unmapped = ({ all }: Branch): JoinStep => ({ kind: 'union', all, mapping: { by: 'name' } });

async function readBranches(root: AstNode, context: ReadContext): Promise<Branch[]> {
  if (root.type !== 'SET_OPERATION_NODE') {
    const { document, scope } = await readRows(root, context);
    return [{ node: root, document, items: readItems(root, scope, document), all: true, isByName: false }];
  }
  refuseClauses(root);
  const type = textOf(root, 'setop_type');
  if (type !== 'UNION' && type !== 'UNION_BY_NAME') throw new Beyond(`${type} is beyond the builder.`, root);
  const [left, right] = [childNode(root, 'left'), childNode(root, 'right')];
  if (left === undefined || right === undefined) throw new Beyond('This union is beyond the builder.', root);
  // DuckDB builds a chain of one kind of union as a balanced tree; that means the same as the chain.
  const isChain = isSameUnion(right, root.setop_all === true);
  const before = await readBranches(left, context);
  const [added, ...more] =
    right.type === 'SET_OPERATION_NODE' && !isChain
      ? [await readInBrackets(right, context)]
      : await readBranches(right, context);
  if (added === undefined) return before;
  return [...before, { ...added, all: root.setop_all === true, isByName: type === 'UNION_BY_NAME' }, ...more];
}

/** A union in brackets: an input of its own. */
async function readInBrackets(node: AstNode, context: ReadContext): Promise<Branch> {
  const inner = await readUnion(node, context);
  const { columnsOf } = await readShapes(inner, context.dependencies, new AbortController().signal);
  const names = outputColumns(inner, columnsOf).map(({ name }) => name);
  return branchOf({ node, all: true, isByName: false }, inner, names);
}

/** A SELECT of one table as it is; one that joins, or puts two columns into one, as a join with the columns that it gives. */
async function asOneInput(branch: Branch, context: ReadContext): Promise<Branch> {
  const columns = branch.items.flatMap((item) => (item.kind === 'column' ? [item] : []));
  if (branch.document.inputs.length === 1 && columns.every(({ from }) => from.length === 1)) return branch;
  const entries = columns.map(({ from: [first, second], name }): OutputColumn => {
    const one = first ?? { input: '', column: '' };
    return second === undefined ? { ...one, name } : { coalesce: [one, second], name };
  });
  const inner: JoinDocument = { ...branch.document, ...(entries.length === 0 ? {} : { columns: entries }) };
  const { columnsOf } = await readShapes(inner, context.dependencies, new AbortController().signal);
  const names = outputColumns(inner, columnsOf).map(({ name }) => name);
  const nested = branchOf(branch, inner, names);
  const [input] = nested.document.inputs;
  let place = 0;
  const items = branch.items.map((item): Item => {
    if (item.kind !== 'column') return item;
    const column = names[place++] ?? item.name;
    return { ...item, from: [{ input: input?.alias ?? '', column }] };
  });
  return { ...nested, items };
}

function branchOf(
  branch: Pick<Branch, 'node' | 'all' | 'isByName'>,
  join: JoinDocument,
  names: readonly string[],
): Branch {
  const source: InputSource = { kind: 'join', join };
  const alias = freeAlias(
    source,
    join.inputs.map((input) => input.alias),
  );
  const document: JoinDocument = { ...join, inputs: [{ alias, source, filters: [] }], steps: [] };
  const items = names.map(
    (name): Item => ({
      kind: 'column',
      from: [{ input: alias, column: name }],
      name,
      cast: undefined,
      node: branch.node,
    }),
  );
  return { node: branch.node, all: branch.all, isByName: branch.isByName, document, items };
}

const isSameUnion = (node: AstNode, isAll: boolean): boolean =>
  node.type === 'SELECT_NODE' ||
  (node.setop_type === 'UNION' &&
    (node.setop_all === true) === isAll &&
    node.modifiers === undefined &&
    ['left', 'right'].every((side) => isSameUnion(childNode(node, side) ?? {}, isAll)));

function readItems(node: AstNode, scope: Scope, document: JoinDocument): Item[] {
  return childNodes(node, 'select_list').flatMap((item): Item[] => {
    if (item.type === 'STAR') {
      return readStar(item, scope, document).map(
        (entry): Item => ({
          kind: 'column',
          from: referencesOf(entry),
          name: entry.name ?? '',
          cast: undefined,
          node: item,
        }),
      );
    }
    const alias = textOf(item, 'alias');
    if (isNullConstant(item)) return [{ kind: 'null', name: alias }];
    const text = constantText(item);
    if (text !== undefined) return [{ kind: 'text', text, name: alias, node: item }];
    const isCast = item.type === 'OPERATOR_CAST' && item.try_cast === false;
    const inner = isCast ? childNode(item, 'child') : item;
    const from = inner === undefined ? undefined : columnsIn(inner, scope);
    if (from === undefined)
      throw new Beyond('A computed column is beyond the builder: it picks and renames columns.', item);
    const cast = isCast ? typeText(childNode(item, 'cast_type')) : undefined;
    return [{ kind: 'column', from, name: alias || (from[0]?.column ?? ''), cast, node: item }];
  });
}

const columnsIn = (node: AstNode, scope: Scope): readonly ColumnReference[] | undefined =>
  node.class === 'COLUMN_REF' ? [scope.resolve(node)] : readCoalesce(node, scope);

/** Names of the union's columns: those of the first SELECT, and with BY NAME those that others add. */
function finalNames(branches: readonly Branch[]): string[] {
  const [first, ...others] = branches;
  const names = first?.items.map(({ name }) => name) ?? [];
  for (const { items, isByName, node } of others) {
    if (!isByName) {
      if (items.length !== names.length)
        throw new Beyond(`This SELECT has ${items.length} columns, the one before it ${names.length}.`, node);
      continue;
    }
    for (const { name } of items)
      if (!names.some((known) => known.toLowerCase() === name.toLowerCase())) names.push(name);
  }
  return names;
}

function itemOf(branch: Branch, name: string, names: readonly string[]): Item {
  const found = branch.isByName
    ? branch.items.find((item) => item.name.toLowerCase() === name.toLowerCase())
    : branch.items[names.indexOf(name)];
  return found ?? { kind: 'null', name };
}

/** The column in which every SELECT gives the alias of its input as text. Any other text is a computed column. */
function sourceColumnOf(
  branches: readonly Branch[],
  names: readonly string[],
  aliases: readonly string[],
): string | undefined {
  let found: string | undefined;
  for (const [index, name] of names.entries()) {
    const items = branches.map((branch) => itemOf(branch, name, names));
    const text = items.find((item) => item.kind === 'text');
    if (text?.kind !== 'text') continue;
    const isSource = items.every((item, branch) => item.kind === 'text' && item.text === aliases[branch]);
    if (!isSource || found !== undefined || index !== names.length - 1)
      throw new Beyond(
        'A column of fixed text is beyond the builder, but for the alias of each input in the last column.',
        text.node,
      );
    found = name;
  }
  return found;
}

function beforeName(item: Item, document: JoinDocument, columnsOf: ColumnsOf): string | null {
  if (item.kind !== 'column') return null;
  const columns = joinedColumns(document, columnsOf);
  const found = columns.find(({ from }) => JSON.stringify(from) === JSON.stringify(item.from));
  if (found === undefined) throw new Beyond('This column is not one that the join before the union gives.', item.node);
  return found.name;
}

const addedColumn = (item: Item): string | null => (item.kind === 'column' ? (item.from[0]?.column ?? null) : null);

/** Casts in a union are those that make its types one; others change values. */
function refuseOtherCasts(
  document: JoinDocument,
  branches: readonly Branch[],
  names: readonly string[],
  columnsOf: ColumnsOf,
): void {
  const types = new Map(unionColumns(document, columnsOf).map(({ name, type }) => [name, type]));
  for (const branch of branches) {
    for (const name of names) {
      const item = itemOf(branch, name, names);
      if (item.kind === 'column' && item.cast !== undefined && item.cast !== types.get(name))
        throw new Beyond('A CAST is beyond the builder, but where it makes the types of a union one.', item.node);
    }
  }
}
