import { LineCounter, parseDocument } from 'yaml';
import {
  type ColumnReference,
  type InputSource,
  type JoinDocument,
  joinDocumentSchema,
  type Normaliser,
  normaliserSchema,
} from '../contract/join.ts';
import {
  type ColumnForm,
  type DocumentForm,
  documentForm,
  type InputForm,
  type NormaliserForm,
  type SideForm,
  type StepForm,
} from './yaml-shape.ts';

export interface YamlMistake {
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type ReadYaml = { readonly document: JoinDocument } | { readonly mistakes: readonly YamlMistake[] };

/** A join document from its YAML form, or every mistake with its place. */
export function readJoinYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (yaml.errors.length > 0)
    return { mistakes: yaml.errors.map(({ message, pos }) => ({ message, ...place(pos[0]) })) };
  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
      const range =
        typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[] | null) : null;
      if (range?.[0] !== undefined) return range[0];
    }
    return 0;
  };
  const form = documentForm.safeParse(yaml.toJS());
  if (!form.success) return { mistakes: form.error.issues.flatMap((issue) => told(issue, [], offsetOf, place)) };
  try {
    const document = joinDocumentSchema.safeParse(ofDocument(form.data));
    if (document.success) return { document: document.data };
    return { mistakes: document.error.issues.flatMap((issue) => told(issue, [], offsetOf, place)) };
  } catch (thrown) {
    if (thrown instanceof FormError)
      return { mistakes: [{ message: thrown.message, ...place(offsetOf(thrown.path)) }] };
    throw thrown;
  }
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

/** Of a choice, the form that was understood furthest tells what is wrong. */
function told(
  issue: Issue,
  before: readonly PropertyKey[],
  offsetOf: (path: readonly PropertyKey[]) => number,
  place: (offset: number) => { line: number; column: number },
): YamlMistake[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors !== undefined) {
    const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((one) => one.path.length));
    const [best] = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    if (best !== undefined && best.length > 0) return best.flatMap((one) => told(one, path, offsetOf, place));
  }
  const name = path.map(String).join('.');
  return [{ message: name === '' ? issue.message : `${name}: ${issue.message}`, ...place(offsetOf(path)) }];
}

class FormError extends Error {
  readonly path: readonly PropertyKey[];

  constructor(message: string, path: readonly PropertyKey[]) {
    super(message);
    this.path = path;
  }
}

const ofDocument = (form: DocumentForm, path: readonly PropertyKey[] = []): JoinDocument => ({
  version: 1,
  inputs: form.inputs.map((input, index) => ({
    alias: input.alias,
    source: ofSource(input, [...path, 'inputs', index]),
    filters: input.filters.map((filter) =>
      'expression' in filter
        ? filter
        : {
            column: filter.column,
            operator: filter.operator,
            values: filter.values ?? (filter.value === undefined ? [] : [filter.value]),
          },
    ),
  })),
  steps: form.steps.map((step, index) => ofStep(step, [...path, 'steps', index])),
  duplicates: form.duplicates,
  coalesceKeys: form.coalesce_keys,
  ...(form.columns === undefined ? {} : { columns: form.columns.map(ofColumn) }),
  ...(form.parameters === undefined ? {} : { parameters: form.parameters }),
});

function ofSource(input: InputForm, path: readonly PropertyKey[]): InputSource {
  const given = [input.table, input.native, input.result, input.join].filter((one) => one !== undefined);
  if (given.length !== 1) throw new FormError('An input has exactly one of table, native, result and join.', path);
  if (input.native !== undefined) return { kind: 'native', ...input.native };
  if (input.result !== undefined) return { kind: 'result', runId: input.result };
  if (input.join !== undefined) return { kind: 'join', join: ofDocument(input.join, [...path, 'join']) };
  if (typeof input.table === 'object') return { kind: 'table', ...input.table };
  const [connection = '', schema = '', table = ''] = (input.table ?? '').split('.');
  return { kind: 'table', connection, schema, table };
}

function ofStep(step: StepForm, path: readonly PropertyKey[]): JoinDocument['steps'][number] {
  if ('union' in step) {
    return {
      kind: 'union',
      all: step.union === 'all',
      mapping: typeof step.by === 'string' ? { by: step.by } : { by: 'hand', pairs: step.by },
      ...(step.source_column === undefined ? {} : { sourceColumn: step.source_column }),
    };
  }
  return {
    kind: 'join',
    type: step.join,
    keys: step.keys.map(({ left, operator, right }, index) => ({
      left: ofSide(left, [...path, 'keys', index, 'left']),
      operator,
      right: ofSide(right, [...path, 'keys', index, 'right']),
    })),
    ...(step.confirmed === undefined ? {} : { isConfirmed: step.confirmed }),
  };
}

const ofReference = (text: string): ColumnReference => {
  const dot = text.indexOf('.');
  return { input: text.slice(0, dot), column: text.slice(dot + 1) };
};

const ofSide = (side: SideForm, path: readonly PropertyKey[]) =>
  typeof side === 'string'
    ? { ...ofReference(side), normalisers: [] }
    : {
        ...ofReference(side.column),
        normalisers: side.normalise.map((one, index) => ofNormaliser(one, [...path, 'normalise', index])),
      };

/** What the one argument of a normaliser is called in the document. */
export const argumentNames: Readonly<Record<string, string>> = {
  zero_pad: 'length',
  strip_prefix: 'text',
  strip_suffix: 'text',
  before: 'text',
  after: 'text',
  cast: 'type',
  date_part: 'part',
  expression: 'sql',
};

function ofNormaliser(form: NormaliserForm, path: readonly PropertyKey[]): Normaliser {
  const [[kind = '', given] = [], ...more] = typeof form === 'string' ? [[form, undefined]] : Object.entries(form);
  const name = argumentNames[kind];
  const isNumber = name === 'length';
  const value = given === undefined || isNumber ? given : String(given);
  const parsed = normaliserSchema.safeParse({
    kind,
    ...(name === undefined || value === undefined ? {} : { [name]: value }),
  });
  if (!parsed.success || more.length > 0 || (name === undefined && given !== undefined))
    throw new FormError(`"${kind}" is no normaliser${name === undefined ? '' : ' without a fitting value'}.`, path);
  return parsed.data;
}

function ofColumn(form: ColumnForm): NonNullable<JoinDocument['columns']>[number] {
  if (typeof form === 'string') return ofReference(form);
  if ('column' in form) return { ...ofReference(form.column), name: form.name };
  const [left, right] = form.coalesce;
  const name = form.name === undefined ? {} : { name: form.name };
  return { coalesce: [ofReference(left), ofReference(right)], ...name };
}
