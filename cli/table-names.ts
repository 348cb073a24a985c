/** `a.b.c,"d e".f` as names in parts: commas and points within double quotes belong to a name. */
export function tableNamesIn(text: string): string[][] {
  return split(text, ',')
    .map((name) => split(name.trim(), '.').map(unquoted))
    .filter((parts) => parts.some((part) => part !== ''));
}

function split(text: string, separator: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === separator && !isQuoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

const unquoted = (part: string): string =>
  part.startsWith('"') && part.endsWith('"') && part.length > 1 ? part.slice(1, -1).replaceAll('""', '"') : part;
