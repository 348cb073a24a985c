/** Names made unique as DuckDB compares them, without regard to case: `name`, `name_2`, ... in the order given. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const used = new Set<string>();
  return names.map((name) => {
    const wanted = name === '' ? 'column' : name;
    let unique = wanted;
    for (
      let count = 2;
      used.has(unique.toLowerCase()) || (unique !== name && taken.has(unique.toLowerCase()));
      count++
    ) {
      unique = `${wanted}_${count}`;
    }
    used.add(unique.toLowerCase());
    return unique;
  });
}
