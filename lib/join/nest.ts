/**
 * What stands before a step as one input. A join behind a union joins the union's rows: the plain form of such a document has the union as an
 * input of its own, so that its columns have names that keys can say.
 */
import type { ColumnReference, JoinDocument, JoinInput, JoinStep, OutputColumn } from '../contract/join.ts';
import { isSameColumn, numbered } from './inputs.ts';
import { outputColumns } from './output-columns.ts';
import type { ColumnsOf } from './shape.ts';

/** The first step that joins something to a union; -1 if none does. */
function joinBehindUnion(document: JoinDocument): number {
  const union = document.steps.findIndex(({ kind }) => kind === 'union');
  return union < 0 ? -1 : document.steps.findIndex(({ kind }, index) => index > union && kind === 'join');
}

/**
 * The same join with each union that something is joined to as an input of its own; the very same document where there is none. References to
 * columns of the union's inputs name the union's column then.
 */
export function nested(document: JoinDocument, columnsOf: ColumnsOf): JoinDocument {
  const step = joinBehindUnion(document);
  return step < 0 ? document : nested(nestBefore(document, step, columnsOf), columnsOf);
}

/** A step in the plain form: of the document itself, or of the union that became an input. */
export function nestedStep(
  document: JoinDocument,
  step: number,
  columnsOf: ColumnsOf,
): { readonly document: JoinDocument; readonly step: number } {
  const first = joinBehindUnion(document);
  if (first < 0) return { document, step };
  if (step < first) return nestedStep(innerDocument(document, rowsBefore(document, first)), step, columnsOf);
  return nestedStep(nestBefore(document, first, columnsOf), step - first, columnsOf);
}

/** A join that is an input, with the parameters of the document around it where it has none of its own. */
export const innerDocument = (outer: Pick<JoinDocument, 'parameters'>, inner: JoinDocument): JoinDocument =>
  inner.parameters === undefined && outer.parameters !== undefined ? { ...inner, parameters: outer.parameters } : inner;

function rowsBefore(document: JoinDocument, step: number): JoinDocument {
  const { columns: _, parameters: __, ...whole } = document;
  return { ...whole, inputs: document.inputs.slice(0, step + 1), steps: document.steps.slice(0, step) };
}

/** Makes one input of everything before a step. */
export function nestBefore(document: JoinDocument, step: number, columnsOf: ColumnsOf): JoinDocument {
  const inner = rowsBefore(document, step);
  const others = document.inputs.slice(step + 1);
  const isUnion = inner.steps.some(({ kind }) => kind === 'union');
  const alias = numbered(
    isUnion ? 'united' : 'joined',
    others.map((input) => input.alias),
  );
  const columns = outputColumns(innerDocument(document, inner), columnsOf);
  const isInside = ({ input }: ColumnReference): boolean =>
    inner.inputs.some((one) => one.alias.toLowerCase() === input.toLowerCase());
  const outside = <Reference extends ColumnReference>(reference: Reference): Reference => {
    if (!isInside(reference)) return reference;
    const found = columns.find(({ origins }) => origins.some((origin) => isSameColumn(origin, reference)));
    return { ...reference, input: alias, column: found?.name ?? reference.column };
  };
  const first: JoinInput = { alias, source: { kind: 'join', join: inner }, filters: [] };
  return {
    ...document,
    inputs: [first, ...others],
    steps: document.steps.slice(step).map((later) => stepOutside(later, outside)),
    ...(document.columns === undefined
      ? {}
      : { columns: unique(document.columns.map((entry) => entryOutside(entry, outside))) }),
  };
}

type Outside = <Reference extends ColumnReference>(reference: Reference) => Reference;

const stepOutside = (step: JoinStep, outside: Outside): JoinStep =>
  step.kind === 'join'
    ? { ...step, keys: step.keys.map((key) => ({ ...key, left: outside(key.left), right: outside(key.right) })) }
    : step;

/** Both sides of a coalesced column are one where the rows before have it so. */
function entryOutside(entry: OutputColumn, outside: Outside): OutputColumn {
  if (!('coalesce' in entry)) return outside(entry);
  const [left, right] = [outside(entry.coalesce[0]), outside(entry.coalesce[1])];
  if (!isSameColumn(left, right)) return { ...entry, coalesce: [left, right] };
  return entry.name === undefined ? left : { ...left, name: entry.name };
}

/** Two inputs of a union feed one column: it comes out once. */
function unique(entries: readonly OutputColumn[]): OutputColumn[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = JSON.stringify('coalesce' in entry ? entry.coalesce : [entry.input, entry.column]);
    return !seen.has(key) && seen.add(key);
  });
}
