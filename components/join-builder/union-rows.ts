import type { JoinDocument, JoinStep } from '../../lib/contract/join.ts';
import { outputColumns } from '../../lib/join/output-columns.ts';
import { type ColumnsOf, type ShapeColumn, shapeOf } from '../../lib/join/shape.ts';
import { typeClass } from '../../lib/join/types.ts';
import { unionColumns } from '../../lib/join/union-columns.ts';

export type UnionStep = Extract<JoinStep, { kind: 'union' }>;

/** One column of a union as the mapping table shows it. */
export interface UnionRow {
  readonly name: string;
  /** Column of what stands before, by its name there; null = filled with NULL. */
  readonly before: string | null;
  readonly added: string | null;
  readonly type: string;
  /** Both sides have it, in types of different kinds. */
  readonly isMixed: boolean;
}

/** Columns that stand before a step, under their names there. */
export function columnsBefore(document: JoinDocument, step: number, columnsOf: ColumnsOf): ShapeColumn[] {
  const { columns: _, ...whole } = document;
  const before = { ...whole, inputs: document.inputs.slice(0, step + 1), steps: document.steps.slice(0, step) };
  return outputColumns(before, columnsOf).map(({ name, type }) => ({ name, type }));
}

export const columnsAdded = (document: JoinDocument, step: number, columnsOf: ColumnsOf): readonly ShapeColumn[] => {
  const input = document.inputs[step + 1];
  return (input && shapeOf(input.source, columnsOf)?.columns) ?? [];
};

export function unionRows(document: JoinDocument, step: number, columnsOf: ColumnsOf): UnionRow[] {
  const { columns: _, ...whole } = document;
  const here = document.steps[step];
  const upTo = { ...whole, inputs: document.inputs.slice(0, step + 2), steps: document.steps.slice(0, step + 1) };
  const before = columnsBefore(document, step, columnsOf);
  const pairs = here?.kind === 'union' && here.mapping.by === 'hand' ? here.mapping.pairs : undefined;
  return unionColumns(upTo, columnsOf).flatMap(({ name, type, branches }, index) => {
    if (branches[0]?.kind === 'alias') return [];
    const last = branches[step + 1] ?? branches.at(-1);
    const added = last?.kind === 'column' ? (last.from[0]?.column ?? null) : null;
    const types = branches.flatMap((branch) => (branch.kind === 'column' ? branch.fromTypes.map(typeClass) : []));
    // By name and by position the columns before come first, in their order.
    const own = pairs === undefined ? (before[index]?.name ?? null) : (pairs[index]?.before ?? null);
    return [{ name, before: own, added, type, isMixed: new Set(types).size > 1 }];
  });
}

/** The mapping by hand that does what the rows do now. */
export const byHand = (rows: readonly UnionRow[]): UnionStep['mapping'] => ({
  by: 'hand',
  pairs: rows.map(({ name, before, added }) => ({ name, before, added })),
});
