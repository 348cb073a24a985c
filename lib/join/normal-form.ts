/**
 * The plainest document that says the same: what reading back a written statement gives. Two documents with one normal form write one statement.
 */
import type { DuplicateRule, JoinDocument, JoinStep, KeySide, Normaliser, OutputColumn } from '../contract/join.ts';
import { inputByAlias, unionSteps } from './inputs.ts';
import { joinedColumns } from './joined-columns.ts';
import { nested } from './nest.ts';
import { keySideSql } from './normaliser-sql.ts';
import { type ColumnsOf, typeOf } from './shape.ts';
import { isVarchar } from './types.ts';
import { type UnionColumn, unionColumns } from './union-columns.ts';

const rules: readonly DuplicateRule[] = ['prefix', 'suffix', 'first'];

export function normalForm(given: JoinDocument, columnsOf: ColumnsOf): JoinDocument {
  const document = nested(given, columnsOf);
  const plain: JoinDocument = {
    ...document,
    inputs: document.inputs.map((input) =>
      input.source.kind === 'join'
        ? { ...input, source: { kind: 'join', join: normalForm(input.source.join, columnsOf) } }
        : input,
    ),
    steps: document.steps.map((step) => normalStep(step, document, columnsOf)),
  };
  return unionSteps(plain).length > 0 ? normalUnion(plain, columnsOf) : normalColumns(plain, columnsOf);
}

function normalStep(step: JoinStep, document: JoinDocument, columnsOf: ColumnsOf): JoinStep {
  if (step.kind !== 'join') return step;
  const side = (one: KeySide): KeySide => ({ ...one, normalisers: normalNormalisers(one, document, columnsOf) });
  const keys = step.keys.map((key) => ({ ...key, left: side(key.left), right: side(key.right) }));
  return { kind: 'join', type: step.type, keys, ...(step.type === 'cross' ? { isConfirmed: true } : {}) };
}

const valueKinds = new Set<Normaliser['kind']>(['cast', 'date', 'date_part', 'expression']);

/** A cast to text goes where the next normaliser wants text anyway; an own expression takes in what stands before it. */
function normalNormalisers(side: KeySide, document: JoinDocument, columnsOf: ColumnsOf): Normaliser[] {
  const kept: Normaliser[] = [];
  const column = { sql: '', type: typeOf(inputByAlias(document, side.input), side.column, columnsOf) };
  for (const [index, normaliser] of side.normalisers.entries()) {
    const next = side.normalisers[index + 1];
    const isImplied =
      normaliser.kind === 'cast' &&
      normaliser.type === 'VARCHAR' &&
      next !== undefined &&
      !valueKinds.has(next.kind) &&
      !isVarchar(keySideSql({ normalisers: kept }, column).type);
    if (!isImplied) kept.push(normaliser);
  }
  return withOneExpression(kept, column.type);
}

/** What stands before an own expression is part of its text. */
function withOneExpression(normalisers: readonly Normaliser[], type: string): Normaliser[] {
  const last = normalisers.findLastIndex(({ kind }) => kind === 'expression');
  if (last < 1) return [...normalisers];
  const { sql } = keySideSql({ normalisers: normalisers.slice(0, last + 1) }, { sql: 'value', type });
  return [{ kind: 'expression', sql: sql.slice(1, -1) }, ...normalisers.slice(last + 1)];
}

function normalColumns(document: JoinDocument, columnsOf: ColumnsOf): JoinDocument {
  const { columns: _, ...whole } = document;
  const wanted = joinedColumns(document, columnsOf, document.columns);
  const text = JSON.stringify(wanted.map(({ name, from }) => [name, from]));
  for (const duplicates of rules) {
    for (const coalesceKeys of [false, true]) {
      const candidate = { ...whole, duplicates, coalesceKeys };
      const columns = joinedColumns(candidate, columnsOf);
      if (JSON.stringify(columns.map(({ name, from }) => [name, from])) === text) return candidate;
    }
  }
  const bare = wanted.map(({ from: [first, second] }) => entryOf(first, second));
  const candidates = (['prefix', 'suffix'] as const).map((duplicates) => {
    const named = { ...whole, duplicates, coalesceKeys: false };
    return { ...named, columns: fewestNames(named, bare, wanted, columnsOf) };
  });
  const count = (candidate: JoinDocument | undefined): number =>
    candidate?.columns?.filter(({ name }) => name !== undefined).length ?? Number.POSITIVE_INFINITY;
  const [prefix, suffix] = candidates;
  return (count(suffix) < count(prefix) ? suffix : prefix) ?? document;
}

type Reference = { readonly input: string; readonly column: string };

function entryOf(first: Reference | undefined, second: Reference | undefined): OutputColumn {
  const one = first ?? { input: '', column: '' };
  return second === undefined ? one : { coalesce: [one, second] };
}

/** Entries with a chosen name only where the rule does not give it. A chosen name changes what the rule does, so this goes round. */
function fewestNames(
  document: JoinDocument,
  bare: readonly OutputColumn[],
  wanted: readonly { readonly name: string }[],
  columnsOf: ColumnsOf,
): OutputColumn[] {
  let entries = [...bare];
  for (let round = 0; round <= bare.length; round += 1) {
    const names = joinedColumns(document, columnsOf, entries).map(({ name }) => name);
    const next = entries.map((entry, index) => {
      const name = wanted[index]?.name;
      return names[index] === name || name === undefined ? entry : { ...entry, name };
    });
    if (next.every((entry, index) => entry === entries[index])) return entries;
    entries = next;
  }
  return bare.map((entry, index) => ({ ...entry, name: wanted[index]?.name ?? '' }));
}

function normalUnion(document: JoinDocument, columnsOf: ColumnsOf): JoinDocument {
  const { columns: _, ...whole } = document;
  const wanted = unionColumns(document, columnsOf);
  const text = shapeText(wanted);
  const entries = wanted.flatMap(({ name, branches }): OutputColumn[] => {
    const first = branches.find((branch) => branch.kind === 'column')?.from;
    return first === undefined ? [] : [{ ...entryOf(first[0], first[1]), name }];
  });
  const sourceColumn = wanted.find(({ branches }) => branches.every(({ kind }) => kind === 'alias'))?.name;
  for (const duplicates of rules) {
    for (const coalesceKeys of [false, true]) {
      for (const by of ['name', 'position'] as const) {
        const candidate = withMapping({ ...whole, duplicates, coalesceKeys }, () => ({ by }), sourceColumn);
        if (shapeText(unionColumns(candidate, columnsOf)) === text) return candidate;
        const chosen = { ...candidate, columns: entries };
        if (entries.length > 0 && shapeText(unionColumns(chosen, columnsOf)) === text)
          return { ...chosen, columns: withoutIdleNames(chosen, text, columnsOf) };
      }
    }
  }
  return byHand({ ...whole, duplicates: 'prefix' }, wanted, sourceColumn, columnsOf);
}

const shapeText = (columns: readonly UnionColumn[]): string =>
  JSON.stringify(
    columns.map(({ name, branches }) => [
      name,
      branches.map((branch) => ('from' in branch ? branch.from : branch.kind)),
    ]),
  );

type Mapping = Extract<JoinStep, { kind: 'union' }>['mapping'];

function withMapping(
  document: JoinDocument,
  mapping: (place: number) => Mapping,
  sourceColumn: string | undefined,
): JoinDocument {
  let place = -1;
  const steps = document.steps.map((step): JoinStep => {
    if (step.kind !== 'union') return step;
    place += 1;
    const source = place === 0 && sourceColumn !== undefined ? { sourceColumn } : {};
    return { kind: 'union', all: step.all, mapping: mapping(place), ...source };
  });
  return { ...document, steps };
}

function withoutIdleNames(document: JoinDocument, text: string, columnsOf: ColumnsOf): OutputColumn[] {
  let columns = document.columns ?? [];
  for (const [index, entry] of columns.entries()) {
    const { name: _, ...bare } = entry;
    const fewer = columns.with(index, bare);
    if (shapeText(unionColumns({ ...document, columns: fewer }, columnsOf)) === text) columns = fewer;
  }
  return columns;
}

/** Every column said one by one. */
function byHand(
  document: JoinDocument,
  wanted: readonly UnionColumn[],
  sourceColumn: string | undefined,
  columnsOf: ColumnsOf,
): JoinDocument {
  const isCoalesced = wanted.some(({ branches: [first] }) => first?.kind === 'column' && first.from.length > 1);
  const base = { ...document, coalesceKeys: isCoalesced };
  const before = joinedColumns(base, columnsOf);
  const columns = wanted.filter(({ branches }) => branches.some(({ kind }) => kind !== 'alias'));
  return withMapping(
    base,
    (place) => ({
      by: 'hand',
      pairs: columns.map(({ name, branches }) => {
        const [first] = branches;
        const from = first?.kind === 'column' ? JSON.stringify(first.from) : undefined;
        const added = branches[place + 1];
        const own = before.find((column) => JSON.stringify(column.from) === from)?.name ?? null;
        return {
          name,
          before: place === 0 ? own : name,
          added: added?.kind === 'column' ? (added.from[0]?.column ?? null) : null,
        };
      }),
    }),
    sourceColumn,
  );
}
