import type { ColumnReference, JoinDocument, OutputColumn } from '../contract/join.ts';
import { inputByAlias, inputLabel, isSameColumn, joinSteps, visibleInputs } from './inputs.ts';
import { resolveNames } from './names.ts';
import { type ColumnsOf, findColumn, shapeOf } from './shape.ts';
import { areComparable, reconciledType } from './types.ts';

/** A column that comes out of the joined inputs. */
export interface JoinedColumn {
  readonly name: string;
  readonly type: string;
  /** One column, or both that are coalesced. */
  readonly from: readonly ColumnReference[];
  /** Types of `from`. */
  readonly fromTypes: readonly string[];
  /** How the document would list it. */
  readonly entry: OutputColumn;
}

export const referencesOf = (entry: OutputColumn): readonly ColumnReference[] =>
  'coalesce' in entry ? entry.coalesce : [{ input: entry.input, column: entry.column }];

/** All columns of the joined inputs in order; with `coalesceKeys`, both sides of an equality key are one. Unnamed. */
export function defaultEntries(document: JoinDocument, columnsOf: ColumnsOf): OutputColumn[] {
  const pairs = document.coalesceKeys ? coalescedPairs(document, columnsOf) : [];
  const entries: OutputColumn[] = [];
  for (const input of visibleInputs(document)) {
    for (const { name } of shapeOf(input.source, columnsOf)?.columns ?? []) {
      const reference = { input: input.alias, column: name };
      const pair = pairs.find(([left]) => isSameColumn(left, reference));
      if (pair !== undefined) entries.push({ coalesce: pair });
      else if (!pairs.some(([, right]) => isSameColumn(right, reference))) entries.push(reference);
    }
  }
  return entries;
}

/** Keys whose sides are equal as they stand. A column is coalesced once: further keys on it keep their own column. */
function coalescedPairs(document: JoinDocument, columnsOf: ColumnsOf): [ColumnReference, ColumnReference][] {
  const pairs: [ColumnReference, ColumnReference][] = [];
  const visible = new Set(visibleInputs(document));
  for (const { step, input } of joinSteps(document)) {
    if (!visible.has(input)) continue;
    for (const { left, operator, right } of step.keys) {
      if ((operator !== '=' && operator !== 'is') || left.normalisers.length + right.normalisers.length > 0) continue;
      const [a, b] = [resolve(document, left, columnsOf), resolve(document, right, columnsOf)];
      if (a === undefined || b === undefined || !areComparable(a.type, b.type)) continue;
      const isUsed = pairs.some((pair) => pair.some((used) => isSameColumn(used, left) || isSameColumn(used, right)));
      if (!isUsed) pairs.push([a.reference, b.reference]);
    }
  }
  return pairs;
}

/** A reference in the spelling of its input, with its type; undefined if the input or column is not there. */
function resolve(
  document: JoinDocument,
  { input: alias, column: name }: ColumnReference,
  columnsOf: ColumnsOf,
): { reference: ColumnReference; type: string } | undefined {
  const input = inputByAlias(document, alias);
  if (input === undefined || !visibleInputs(document).includes(input)) return undefined;
  const column = findColumn(shapeOf(input.source, columnsOf)?.columns ?? [], name);
  return column && { reference: { input: input.alias, column: column.name }, type: column.type };
}

/**
 * Columns of the joined inputs (what stands before the first union) under their resolved names. Entries whose column is not there are left
 * out: `validateJoin` names them.
 */
export function joinedColumns(
  document: JoinDocument,
  columnsOf: ColumnsOf,
  entries: readonly OutputColumn[] = defaultEntries(document, columnsOf),
): JoinedColumn[] {
  const found = entries.flatMap((entry) => {
    const resolved = referencesOf(entry).map((reference) => resolve(document, reference, columnsOf));
    const known = resolved.filter((one) => one !== undefined);
    return known.length === resolved.length ? [{ entry, known }] : [];
  });
  const names = resolveNames(
    found.map(({ entry, known: [first] }) => {
      const input = inputByAlias(document, first?.reference.input ?? '');
      return {
        column: first?.reference.column ?? '',
        label: input === undefined ? '' : inputLabel(document, input),
        chosen: entry.name,
      };
    }),
    document.duplicates,
  );
  return found.flatMap(({ entry, known }, index) => {
    const name = names[index];
    if (name === undefined) return [];
    const types = known.map(({ type }) => type);
    return [
      {
        name,
        type: types.reduce(reconciledType),
        from: known.map(({ reference }) => reference),
        fromTypes: types,
        entry,
      },
    ];
  });
}
