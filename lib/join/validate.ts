import type { ColumnReference, JoinDocument } from '../contract/join.ts';
import { inputByAlias, unionSteps, visibleInputs } from './inputs.ts';
import { referencesOf } from './joined-columns.ts';
import { error, type JoinMistake, unknownColumn, warning } from './mistake.ts';
import { nested } from './nest.ts';
import { outputColumns } from './output-columns.ts';
import { type ColumnsOf, findColumn, shapeOf } from './shape.ts';
import { inputMistakes } from './validate-inputs.ts';
import { stepMistakes } from './validate-steps.ts';

/** Every mistake in words with its place, in the order of the document. What cannot be judged because columns are not known yet is left out. */
export function validateJoin(given: JoinDocument, columnsOf: ColumnsOf): JoinMistake[] {
  const document = nested(given, columnsOf);
  const inside = given.steps.length - document.steps.length;
  return [
    ...inputMistakes(document, columnsOf),
    ...stepMistakes(document, columnsOf),
    ...columnMistakes(document, columnsOf),
  ].map((mistake) => (inside === 0 ? mistake : later(mistake, inside)));
}

/** The place in the document as it was given, of which the first steps went into an input. */
const later = (mistake: JoinMistake, steps: number): JoinMistake =>
  mistake.place.step === undefined
    ? mistake
    : { ...mistake, place: { ...mistake.place, step: mistake.place.step + steps } };

/** Whether it can run: no mistake but warnings. */
export const canRun = (mistakes: readonly JoinMistake[]): boolean =>
  !mistakes.some(({ severity }) => severity === 'error');

function columnMistakes(document: JoinDocument, columnsOf: ColumnsOf): JoinMistake[] {
  const isWhole = document.inputs.every(({ source }) => shapeOf(source, columnsOf) !== undefined);
  const columns = outputColumns(document, columnsOf);
  const mistakes = (document.columns ?? []).flatMap((entry, index) =>
    referencesOf(entry).flatMap((reference) => referenceMistakes(document, reference, index, columnsOf)),
  );
  const names = new Map<string, number>();
  for (const [index, { name }] of (document.columns ?? []).entries()) {
    if (name === undefined) continue;
    if (names.has(name.toLowerCase()))
      mistakes.push(warning(`The name "${name}" is given twice: the second column gets a number.`, { column: index }));
    names.set(name.toLowerCase(), index);
  }
  if (isWhole && columns.length === 0 && mistakes.length === 0) mistakes.push(error('No column comes out.', {}));
  return mistakes;
}

function referenceMistakes(
  document: JoinDocument,
  reference: ColumnReference,
  index: number,
  columnsOf: ColumnsOf,
): JoinMistake[] {
  const place = { column: index };
  const input = inputByAlias(document, reference.input);
  if (input === undefined) return [error(`There is no input "${reference.input}".`, place)];
  const shape = shapeOf(input.source, columnsOf);
  if (shape !== undefined && findColumn(shape.columns, reference.column) === undefined)
    return [unknownColumn(input.alias, reference.column, place)];
  if (visibleInputs(document).includes(input)) return [];
  if (unionSteps(document).some((step) => step.input === input)) return [];
  return [error(`Columns of ${input.alias} do not come out: only rows without a partner there do.`, place)];
}
