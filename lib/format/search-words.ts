/** Words that must all be found, in lower case: split at blanks, but what stands in double quotes is one. */
export function searchWords(q: string): string[] {
  const parts = q.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g);
  const words = [...parts].map(([, quoted, plain]) => quoted?.trim() ?? plain ?? '');
  return [...new Set(words)].filter((word) => word !== '' && word !== '"');
}
