import type { InputSource, JoinDocument } from '../../lib/contract/join.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { addInput, newJoin } from '../../lib/join/edit-inputs.ts';
import { addKey, setStepType } from '../../lib/join/edit-steps.ts';

/**
 * The document with a suggestion taken over: its tables are inputs (added where they are not there yet), its pairs are the keys between
 * them in place of those that stood there, its type is theirs. A document that has other inputs keeps them.
 */
export function applySuggestion(document: JoinDocument | undefined, suggestion: Suggestion): JoinDocument {
  const [left, right] = [sourceOf(suggestion.left), sourceOf(suggestion.right)];
  const withLeft = withInput(document, left);
  const isSelfJoin = isSameSource(left, right);
  const both = isSelfJoin ? addInput(withLeft, right) : withInput(withLeft, right);
  const leftAlias = aliasOf(both, left) ?? '';
  const rightAlias = (isSelfJoin ? both.inputs.at(-1)?.alias : aliasOf(both, right)) ?? '';
  const places = [leftAlias, rightAlias].map((alias) => both.inputs.findIndex((input) => input.alias === alias));
  const step = Math.max(...places) - 1;
  const isTurned = (places[0] ?? 0) > (places[1] ?? 0);
  const typed = setStepType(both, step, turned(suggestion.type, isTurned));
  if (suggestion.type === 'union') return typed;
  return suggestion.pairs.reduce(
    (next, pair) =>
      addKey(
        next,
        { input: leftAlias, column: pair.left, normalisers: pair.leftNormalisers },
        { input: rightAlias, column: pair.right, normalisers: pair.rightNormalisers },
      ),
    withoutKeys(typed, step, leftAlias, rightAlias),
  );
}

const sourceOf = (table: TableReference): InputSource => ({ kind: 'table', ...table });

const isSameSource = (one: InputSource, other: InputSource): boolean =>
  one.kind === 'table' &&
  other.kind === 'table' &&
  one.connection === other.connection &&
  one.schema === other.schema &&
  one.table === other.table;

const aliasOf = (document: JoinDocument, source: InputSource): string | undefined =>
  document.inputs.find((input) => isSameSource(input.source, source))?.alias;

function withInput(document: JoinDocument | undefined, source: InputSource): JoinDocument {
  if (document === undefined) return newJoin(source);
  return aliasOf(document, source) === undefined ? addInput(document, source) : document;
}

/** The type as the document's order of inputs says it. */
function turned(type: Suggestion['type'], isTurned: boolean): Suggestion['type'] {
  if (!isTurned || (type !== 'left' && type !== 'right')) return type;
  return type === 'left' ? 'right' : 'left';
}

/** Keys between the two inputs go; those with other inputs stay. */
function withoutKeys(document: JoinDocument, index: number, one: string, other: string): JoinDocument {
  const step = document.steps[index];
  if (step?.kind !== 'join') return document;
  const pair = new Set([one, other]);
  const keys = step.keys.filter(({ left, right }) => !(pair.has(left.input) && pair.has(right.input)));
  return { ...document, steps: document.steps.with(index, { ...step, keys }) };
}
