/**
 * Names that differ even without regard to case, for formats and tables that need it: the second `id` becomes `id_2`. A name that is there
 * as it is keeps it; an empty name becomes `column`.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const wanted = names.map((name) => (name === '' ? 'column' : name));
  const taken = new Set(wanted.map((name) => name.toLowerCase()));
  const given = new Set<string>();
  return wanted.map((name) => {
    let unique = name;
    for (
      let number = 2;
      given.has(unique.toLowerCase()) || (unique !== name && taken.has(unique.toLowerCase()));
      number += 1
    ) {
      unique = `${name}_${number}`;
    }
    given.add(unique.toLowerCase());
    return unique;
  });
}
