/** Sentences of DuckDB's that people meet often, without the binder's own words. Pure. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^Referenced column (".+") not found in FROM clause!$/, 'No table of FROM has a column $1.'],
  [/^Referenced table (".+") not found!$/, 'FROM has no table $1.'],
  [/^Table (".+") does not have a column named (".+")$/, '$1 has no column $2.'],
  [/^Candidate (?:bindings|tables): (?:: )?(.+)$/, 'Near in name: $1.'],
];

/** One line of an error of DuckDB's; others come back as they are. */
export const inPlainWords = (line: string): string => {
  const known = sentences.find(([form]) => form.test(line));
  return known === undefined ? line : line.replace(...known);
};
