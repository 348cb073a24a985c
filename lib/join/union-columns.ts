import type { ColumnReference, JoinDocument, OutputColumn } from '../contract/join.ts';
import { isSameColumn, type UnionStep, unionSteps } from './inputs.ts';
import { type JoinedColumn, joinedColumns, referencesOf } from './joined-columns.ts';
import { resolveNames } from './names.ts';
import { type ColumnsOf, findColumn, type ShapeColumn, shapeOf } from './shape.ts';
import { reconciledType } from './types.ts';

/** What one branch of a union gives for a column: columns of its input (two = coalesced), its own alias as text, or NULL. */
export type BranchValue =
  | { readonly kind: 'column'; readonly from: readonly ColumnReference[]; readonly fromTypes: readonly string[] }
  | { readonly kind: 'alias' }
  | { readonly kind: 'null' };

export interface UnionColumn {
  readonly name: string;
  readonly type: string;
  /** One for each branch: the joined inputs first, then each added input. */
  readonly branches: readonly BranchValue[];
  /** The entry of `document.columns` that chose it. */
  readonly entry?: OutputColumn;
}

const NOTHING: BranchValue = { kind: 'null' };

/** Columns of a document with unions, in order and under their final names. Duplicate rows are judged on these columns. */
export function unionColumns(document: JoinDocument, columnsOf: ColumnsOf): UnionColumn[] {
  let columns: UnionColumn[] = joinedColumns(document, columnsOf).map(fromJoined);
  const sourceNames: string[] = [];
  const steps = unionSteps(document);
  for (const { step, input } of steps) {
    const shape = shapeOf(input.source, columnsOf)?.columns ?? [];
    columns = addBranch(columns, step, input.alias, shape);
    const { sourceColumn } = step;
    if (sourceColumn !== undefined && !sourceNames.some((name) => name.toLowerCase() === sourceColumn.toLowerCase()))
      sourceNames.push(sourceColumn);
  }
  const chosen = document.columns === undefined ? columns : choose(columns, document.columns);
  const aliases = sourceNames.map(
    (name): UnionColumn => ({
      name,
      type: 'VARCHAR',
      branches: Array.from({ length: steps.length + 1 }, () => ({ kind: 'alias' as const })),
    }),
  );
  const all = [...chosen, ...aliases];
  const names = resolveNames(
    all.map(({ name }) => ({ column: name, label: '', chosen: name })),
    'prefix',
  );
  return all.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

const fromJoined = ({ name, type, from, fromTypes }: JoinedColumn): UnionColumn => ({
  name,
  type,
  branches: [{ kind: 'column', from, fromTypes }],
});

function addBranch(
  before: readonly UnionColumn[],
  step: UnionStep,
  alias: string,
  added: readonly ShapeColumn[],
): UnionColumn[] {
  const branchCount = before[0]?.branches.length ?? 1;
  const missing = Array.from({ length: branchCount }, () => NOTHING);
  const extend = (column: UnionColumn | undefined, name: string, other: ShapeColumn | undefined): UnionColumn => {
    const added = other === undefined ? NOTHING : columnValue(alias, other);
    const branches = [...(column?.branches ?? missing), added];
    return { name, type: typeOfBranches(branches), branches };
  };
  if (step.mapping.by === 'hand') {
    return step.mapping.pairs.map((pair) =>
      extend(
        pair.before === null ? undefined : findUnionColumn(before, pair.before),
        pair.name,
        pair.added === null ? undefined : findColumn(added, pair.added),
      ),
    );
  }
  const isByName = step.mapping.by === 'name';
  const kept = before.map((column, index) =>
    extend(column, column.name, isByName ? findColumn(added, column.name) : added[index]),
  );
  const further = isByName
    ? added.filter(({ name }) => findUnionColumn(before, name) === undefined)
    : added.slice(before.length);
  return [...kept, ...further.map((other) => extend(undefined, other.name, other))];
}

function typeOfBranches(branches: readonly BranchValue[]): string {
  const types = branches.flatMap((branch) => (branch.kind === 'column' ? branch.fromTypes : []));
  return types.length === 0 ? 'VARCHAR' : types.reduce(reconciledType);
}

const columnValue = (input: string, { name, type }: ShapeColumn): BranchValue => ({
  kind: 'column',
  from: [{ input, column: name }],
  fromTypes: [type],
});

export const findUnionColumn = (columns: readonly UnionColumn[], name: string): UnionColumn | undefined =>
  columns.find((column) => column.name === name) ??
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase());

/** A column of a union is chosen by any of the columns that feed it; each one once. */
function choose(columns: readonly UnionColumn[], entries: readonly OutputColumn[]): UnionColumn[] {
  const left = new Set(columns);
  return entries.flatMap((entry) => {
    const column = columns.find((one) => left.has(one) && isFedBy(one, referencesOf(entry)));
    if (column === undefined) return [];
    left.delete(column);
    return [{ ...column, entry, name: entry.name ?? column.name }];
  });
}

/** Whether the column takes its values in some branch from exactly these columns. */
export const isFedBy = (column: UnionColumn, references: readonly ColumnReference[]): boolean =>
  column.branches.some(
    (branch) =>
      branch.kind === 'column' &&
      branch.from.length === references.length &&
      branch.from.every((from, index) => {
        const reference = references[index];
        return reference !== undefined && isSameColumn(from, reference);
      }),
  );
