/** Edits of the inputs of a document. Each answers a new document; what does not apply answers the document as it was. */
import type {
  ColumnReference,
  InputFilter,
  InputSource,
  JoinDocument,
  JoinInput,
  JoinStep,
  OutputColumn,
} from '../contract/join.ts';
import { sqlKeywords } from '../sql/sql-keywords.ts';

/** A document of one input, to which others are added. */
export function newJoin(source: InputSource, alias?: string): JoinDocument {
  const first: JoinInput = { alias: alias ?? freeAlias(source, []), source, filters: [] };
  return { version: 1, inputs: [first], steps: [], duplicates: 'prefix', coalesceKeys: false };
}

/** Adds an input at the end, with a step that joins it: `inner` without keys unless `step` says otherwise. */
export function addInput(
  document: JoinDocument,
  source: InputSource,
  { alias, step = { kind: 'join', type: 'inner', keys: [] } }: { alias?: string; step?: JoinStep } = {},
): JoinDocument {
  const taken = document.inputs.map((input) => input.alias);
  const free = alias === undefined || isTaken(alias, taken) ? freeAlias(source, taken) : alias;
  const input: JoinInput = { alias: free, source, filters: [] };
  return {
    ...document,
    inputs: [...document.inputs, input],
    steps: document.inputs.length === 0 ? document.steps : [...document.steps, step],
  };
}

/** Takes an input out, with its step, its keys and its columns. The last input cannot go. */
export function removeInput(document: JoinDocument, alias: string): JoinDocument {
  const place = document.inputs.findIndex((input) => input.alias === alias);
  if (place < 0 || document.inputs.length === 1) return document;
  const isGone = ({ input }: ColumnReference): boolean => input === alias;
  const steps = document.steps
    .filter((_, index) => index !== Math.max(0, place - 1))
    .map((step) =>
      step.kind === 'join'
        ? { ...step, keys: step.keys.filter((key) => !isGone(key.left) && !isGone(key.right)) }
        : step,
    );
  const columns = document.columns?.flatMap((entry) => withoutInput(entry, isGone));
  const { columns: _, ...rest } = document;
  return {
    ...rest,
    inputs: document.inputs.filter((input) => input.alias !== alias),
    steps,
    ...(columns === undefined || columns.length === 0 ? {} : { columns }),
  };
}

/** What is left of a coalesced column is the other side's. */
function withoutInput(entry: OutputColumn, isGone: (reference: ColumnReference) => boolean): OutputColumn[] {
  if (!('coalesce' in entry)) return isGone(entry) ? [] : [entry];
  const left = entry.coalesce.filter((reference) => !isGone(reference));
  if (left.length === 2) return [entry];
  return left.map((reference) => (entry.name === undefined ? reference : { ...reference, name: entry.name }));
}

/** Another source under the same alias: keys, filters and columns of the same names go on. */
export function replaceInput(document: JoinDocument, alias: string, source: InputSource): JoinDocument {
  return changeInput(document, alias, (input) => ({ ...input, source }));
}

export function setFilters(document: JoinDocument, alias: string, filters: readonly InputFilter[]): JoinDocument {
  return changeInput(document, alias, (input) => ({ ...input, filters: [...filters] }));
}

function changeInput(document: JoinDocument, alias: string, change: (input: JoinInput) => JoinInput): JoinDocument {
  if (!document.inputs.some((input) => input.alias === alias)) return document;
  return { ...document, inputs: document.inputs.map((input) => (input.alias === alias ? change(input) : input)) };
}

/** A new alias everywhere in the document. An alias that is taken, or is none, changes nothing. */
export function renameInput(document: JoinDocument, from: string, to: string): JoinDocument {
  const others = document.inputs.map((input) => input.alias).filter((alias) => alias !== from);
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(to) || isTaken(to, others) || others.length === document.inputs.length)
    return document;
  const renamed = <Reference extends ColumnReference>(reference: Reference): Reference =>
    reference.input === from ? { ...reference, input: to } : reference;
  return {
    ...changeInput(document, from, (input) => ({ ...input, alias: to })),
    steps: document.steps.map((step) =>
      step.kind === 'join'
        ? { ...step, keys: step.keys.map((key) => ({ ...key, left: renamed(key.left), right: renamed(key.right) })) }
        : step,
    ),
    ...(document.columns === undefined
      ? {}
      : {
          columns: document.columns.map((entry) =>
            'coalesce' in entry
              ? { ...entry, coalesce: [renamed(entry.coalesce[0]), renamed(entry.coalesce[1])] as const }
              : renamed(entry),
          ) as OutputColumn[],
        }),
  };
}

const isTaken = (alias: string, taken: readonly string[]): boolean =>
  taken.some((other) => other.toLowerCase() === alias.toLowerCase());

/** The first letter of the source's name if it is free, else more of the name, else with a number. */
export function freeAlias(source: InputSource, taken: readonly string[]): string {
  const word = source.kind === 'table' ? source.table : source.kind === 'native' ? source.connection : source.kind;
  const plain = word
    .normalize('NFD')
    .replace(/[^A-Za-z0-9_]/g, '')
    .replace(/^[0-9_]+/, '')
    .toLowerCase()
    .slice(0, 40);
  const name = plain === '' ? 'input' : plain;
  for (const candidate of [name.slice(0, 1), name.slice(0, 3), name]) {
    if (!isTaken(candidate, taken) && !sqlKeywords.has(candidate)) return candidate;
  }
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, 1)}${number}`;
    if (!isTaken(candidate, taken)) return candidate;
  }
}
