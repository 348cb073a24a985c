/** What can be wrong at a source, and how each driver proves that it ends in the one error shape or in the exact value. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConformanceDefinition, ConformanceSource } from './definition.ts';

export const badInputs = {
  wrongPassword: 'wrong password',
  unknownDatabase: 'unknown database or file',
  tlsRefused: 'no encryption offered',
  brokenStream: 'ended or restarted in the middle of a stream',
  droppedTable: 'table dropped',
  alteredTable: 'table altered',
  outOfRange: "value out of DuckDB's range",
  invalidUtf8: 'invalid UTF-8',
  zeroDate: 'date that no calendar has',
  notANumber: 'NaN and infinity',
  hugeCell: 'cell of 100 MB',
  manyColumns: '10,000 columns',
  wildNames: 'names with quotes, dots, blanks, Unicode, 63 letters and more',
} as const;

export type BadInput = keyof typeof badInputs;

type BadInputProof =
  /** The shared suite tries it: the source brings what that needs. */
  | 'suite'
  /** A value case with this literal. */
  | { readonly value: string }
  /** A test of the driver's own, `file: title`, the file beside the definition. */
  | { readonly test: readonly [file: string, title: string] }
  /** It cannot exist there, and why. */
  | { readonly never: string };

export type BadInputProofs = Readonly<Record<BadInput, BadInputProof>>;

/** Whether the source and the definition bring what the shared suite needs to try it. */
const broughtTo: Partial<Record<BadInput, (source: ConformanceSource, definition: ConformanceDefinition) => boolean>> =
  {
    wrongPassword: (source) => source.withWrongPassword !== undefined,
    unknownDatabase: (source) => source.withUnknownDatabase !== undefined,
    tlsRefused: (source) => source.withTls !== undefined,
    brokenStream: (source) => source.killConnections !== undefined,
    droppedTable: () => true,
    alteredTable: () => true,
    hugeCell: (_, definition) => definition.hugeText !== undefined,
    manyColumns: (_, definition) => definition.widestTable !== undefined,
    wildNames: (_, { identifiers }) => identifiers.length > 1 && identifiers.some((name) => name.length >= 63),
  };

/** What is wrong with a driver's claim; undefined if it holds. */
export async function flawOf(
  kind: BadInput,
  source: ConformanceSource,
  definition: ConformanceDefinition,
): Promise<string | undefined> {
  const proof = definition.badInput[kind];
  if (proof === 'suite') {
    return broughtTo[kind]?.(source, definition) === true ? undefined : 'The suite has nothing to try it with.';
  }
  if ('value' in proof) {
    return definition.values.some(({ literal }) => literal === proof.value)
      ? undefined
      : 'There is no such value case.';
  }
  if ('never' in proof) return proof.never === '' ? 'There is no reason.' : undefined;
  const [file, title] = proof.test;
  const text = await readFile(join(import.meta.dirname, '..', file), 'utf8');
  return text.includes(title) ? undefined : `${file} has no test of that title.`;
}
