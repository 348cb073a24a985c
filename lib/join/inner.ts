/** Joins within a join: `path` names the inputs to go through, from the outermost. */
import type { JoinDocument } from '../contract/join.ts';
import { freeAlias, newJoin } from './edit-inputs.ts';
import { innerDocument } from './nest.ts';

/** The join at the end of the path, knowing the parameters of those around it; undefined where the path leads to none. */
export function joinAt(document: JoinDocument | undefined, path: readonly string[]): JoinDocument | undefined {
  const [alias, ...rest] = path;
  if (alias === undefined || document === undefined) return document;
  const source = document.inputs.find((input) => input.alias === alias)?.source;
  return source?.kind === 'join' ? joinAt(innerDocument(document, source.join), rest) : undefined;
}

/** Changes the join at the end of the path. Parameters of a join around it stay there. An inner join cannot lose its last input. */
export function changeAt(
  document: JoinDocument | undefined,
  path: readonly string[],
  change: (inner: JoinDocument | undefined) => JoinDocument | undefined,
): JoinDocument | undefined {
  const [alias, ...rest] = path;
  if (alias === undefined) return change(document);
  const place = document?.inputs.findIndex((input) => input.alias === alias) ?? -1;
  const input = document?.inputs[place];
  if (document === undefined || input?.source.kind !== 'join') return document;
  const given = innerDocument(document, input.source.join);
  const changed = changeAt(given, rest, change);
  if (changed === given || changed === undefined) return document;
  const { parameters, ...bare } = changed;
  const join = parameters === document.parameters || parameters === undefined ? bare : changed;
  return { ...document, inputs: document.inputs.with(place, { ...input, source: { kind: 'join', join } }) };
}

/** Makes a join of its own of an input, to which something can be joined before the rest is. Keys, columns and the alias stay as they are. */
export function wrapInput(document: JoinDocument, alias: string): JoinDocument {
  const place = document.inputs.findIndex((input) => input.alias === alias);
  const input = document.inputs[place];
  if (input === undefined || input.source.kind === 'join') return document;
  const join = newJoin(input.source, freeAlias(input.source, []));
  const [first] = join.inputs;
  if (first === undefined) return document;
  const inner = { ...join, inputs: [{ ...first, filters: input.filters }] };
  return {
    ...document,
    inputs: document.inputs.with(place, { alias, source: { kind: 'join', join: inner }, filters: [] }),
  };
}
