import type { DictionaryFilter, DictionaryItem, DictionaryProposal } from '../../lib/contract/dictionary.ts';

export const filterWords: Readonly<Record<DictionaryFilter, string>> = {
  all: 'All tables',
  undocumented: 'With gaps',
  proposed: 'Proposed',
  kept: 'In the dictionary',
};

/** Where a description comes from, in a word or two; '' where there is none. */
export function originWords({ from, writtenBy }: DictionaryItem): string {
  if (from === 'none') return '';
  if (from === 'source') return 'from source';
  if (writtenBy === 'import') return 'imported';
  return writtenBy === 'model' || writtenBy === 'names' ? 'confirmed' : 'edited';
}

export const proposerWords: Readonly<Record<DictionaryProposal['by'], string>> = {
  names: 'Proposed from names and keys',
  model: 'Proposed by the model',
};

export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.floor((part / whole) * 100)} %`;
