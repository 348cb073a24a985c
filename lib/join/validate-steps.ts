import type { JoinDocument, JoinKey, JoinStep, KeySide } from '../contract/join.ts';
import { inputByAlias, type UnionStep, visibleInputs } from './inputs.ts';
import { joinedColumns } from './joined-columns.ts';
import { error, type JoinMistake, type MistakePlace, unknownColumn, warning } from './mistake.ts';
import { keySideSql } from './normaliser-sql.ts';
import { type ColumnsOf, findColumn, type ShapeColumn, shapeOf } from './shape.ts';
import { areComparable, typeClass } from './types.ts';
import { type UnionColumn, unionColumns } from './union-columns.ts';

export function stepMistakes(document: JoinDocument, columnsOf: ColumnsOf): JoinMistake[] {
  const mistakes: JoinMistake[] = [];
  if (document.steps.length !== Math.max(0, document.inputs.length - 1))
    mistakes.push(error(`${document.inputs.length} inputs need ${document.inputs.length - 1} steps.`, {}));
  for (const [index, step] of document.steps.entries()) {
    const added = document.inputs[index + 1];
    if (added === undefined) continue;
    if (step.kind === 'union') mistakes.push(...unionMistakes(document, index, step, columnsOf));
    else mistakes.push(...joinMistakes(document, index, step, columnsOf));
  }
  return mistakes;
}

function joinMistakes(
  document: JoinDocument,
  index: number,
  step: Extract<JoinStep, { kind: 'join' }>,
  columnsOf: ColumnsOf,
): JoinMistake[] {
  const alias = document.inputs[index + 1]?.alias ?? '';
  const place = { step: index };
  if (step.type === 'cross') {
    if (step.keys.length > 0)
      return [error('A cross join has no keys.', place, 'Choose another type of join, or remove the keys.')];
    if (step.isConfirmed === true) return [];
    return [
      error(`Every row is put beside every row of ${alias}.`, place, 'Add a key, or confirm that this is meant.'),
    ];
  }
  if (step.keys.length === 0)
    return [error(`${alias} is joined without a key.`, place, 'Drop a column of one side on a column of the other.')];
  return step.keys.flatMap((key, number) => keyMistakes(document, index, number, key, columnsOf));
}

function keyMistakes(
  document: JoinDocument,
  step: number,
  number: number,
  key: JoinKey,
  columnsOf: ColumnsOf,
): JoinMistake[] {
  const place = { step, key: number };
  const added = document.inputs[step + 1]?.alias ?? '';
  const before = visibleInputs({
    ...document,
    inputs: document.inputs.slice(0, step + 1),
    steps: document.steps.slice(0, step),
  });
  const mistakes: JoinMistake[] = [];
  if (!before.some(({ alias }) => alias.toLowerCase() === key.left.input.toLowerCase()))
    mistakes.push(
      error(`Key ${number + 1}: "${key.left.input}" is no input before this step.`, { ...place, side: 'left' }),
    );
  if (key.right.input.toLowerCase() !== added.toLowerCase())
    mistakes.push(
      error(`Key ${number + 1}: its right side must be a column of ${added}.`, { ...place, side: 'right' }),
    );
  if (mistakes.length > 0) return mistakes;
  const left = sideType(document, key.left, columnsOf, { ...place, side: 'left' });
  const right = sideType(document, key.right, columnsOf, { ...place, side: 'right' });
  for (const side of [left, right]) if (typeof side === 'object') mistakes.push(side);
  if (typeof left !== 'string' || typeof right !== 'string' || areComparable(left, right)) return mistakes;
  const names = `${key.left.input}.${key.left.column} (${left}) and ${key.right.input}.${key.right.column} (${right})`;
  return [error(`Key ${number + 1}: ${names} cannot be compared.`, place, comparisonHint(left, right))];
}

const comparisonHint = (left: string, right: string): string => {
  const classes = [typeClass(left), typeClass(right)];
  if (classes.includes('nested')) return 'Choose columns that hold single values.';
  const other = classes.find((kind) => kind !== 'text');
  return classes.includes('text') && other === 'number'
    ? 'Give one side a cast: the text to a number, or the number to text.'
    : 'Give one side a cast to the type of the other.';
};

/** Type of a side after its normalisers; a mistake; or undefined where the input is not known yet. */
function sideType(
  document: JoinDocument,
  side: KeySide,
  columnsOf: ColumnsOf,
  place: MistakePlace,
): string | JoinMistake | undefined {
  const input = inputByAlias(document, side.input);
  const columns = input === undefined ? undefined : shapeOf(input.source, columnsOf)?.columns;
  if (columns === undefined) return undefined;
  const column = findColumn(columns, side.column);
  if (column === undefined) return unknownColumn(side.input, side.column, place);
  return keySideSql(side, { sql: '', type: column.type }).type;
}

function unionMistakes(document: JoinDocument, index: number, step: UnionStep, columnsOf: ColumnsOf): JoinMistake[] {
  const input = document.inputs[index + 1];
  const added = input === undefined ? undefined : shapeOf(input.source, columnsOf)?.columns;
  const { columns: _, ...whole } = document;
  const prefix = { ...whole, inputs: document.inputs.slice(0, index + 1), steps: document.steps.slice(0, index) };
  const before =
    index === 0 || prefix.steps.every(({ kind }) => kind === 'join')
      ? joinedColumns(prefix, columnsOf)
      : unionColumns(prefix, columnsOf);
  if (input === undefined || added === undefined || before.length === 0) return [];
  const place = { step: index };
  const mistakes = mappingMistakes(step, before, added, input.alias, place);
  for (const column of unionColumns({ ...whole, ...upTo(document, index + 1) }, columnsOf)) {
    if (isMixed(column))
      mistakes.push(warning(`"${column.name}" holds values of different kinds and comes out as text.`, place));
  }
  return mistakes;
}

const upTo = (document: JoinDocument, steps: number) => ({
  inputs: document.inputs.slice(0, steps + 1),
  steps: document.steps.slice(0, steps),
});

const isMixed = ({ branches }: UnionColumn): boolean => {
  const classes = branches.flatMap((branch) => (branch.kind === 'column' ? branch.fromTypes.map(typeClass) : []));
  return new Set(classes).size > 1;
};

function mappingMistakes(
  { mapping }: UnionStep,
  before: readonly { readonly name: string; readonly type: string }[],
  added: readonly ShapeColumn[],
  alias: string,
  place: MistakePlace,
): JoinMistake[] {
  if (mapping.by === 'position') {
    return before.length === added.length
      ? []
      : [
          warning(
            `${before.length} columns stand above ${added.length} of ${alias}: the rest is filled with NULL.`,
            place,
          ),
        ];
  }
  if (mapping.by === 'name') {
    return before.some(({ name }) => findColumn(added, name) !== undefined)
      ? []
      : [warning(`No column of ${alias} has the name of one before it.`, place, 'Map them by position or by hand.')];
  }
  const names = new Set<string>();
  return mapping.pairs.flatMap((pair) => {
    const found: JoinMistake[] = [];
    if (pair.before !== null && findColumn(before, pair.before) === undefined)
      found.push(unknownColumn('What stands before', pair.before, place));
    if (pair.added !== null && findColumn(added, pair.added) === undefined)
      found.push(unknownColumn(alias, pair.added, place));
    if (names.has(pair.name.toLowerCase()))
      found.push(error(`Two columns of the union are called "${pair.name}".`, place));
    names.add(pair.name.toLowerCase());
    return found;
  });
}
