/** As texts are kept for the search, and searched: in lower case, and letters with their accents in one form, however they were typed. */
export const searchable = (text: string): string => text.normalize('NFC').toLowerCase();

/** Words that must all be found in a `searchable` text: split at blanks, but what stands in double quotes is one. */
export function searchWords(q: string): string[] {
  const parts = searchable(q).matchAll(/"([^"]+)"|(\S+)/g);
  const words = [...parts].map(([, quoted, plain]) => quoted?.trim() ?? plain ?? '');
  return [...new Set(words)].filter((word) => word !== '' && word !== '"');
}

/** Whether a text holds all the words, wherever. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const searched = searchable(text);
  return words.every((word) => searched.includes(word));
}
