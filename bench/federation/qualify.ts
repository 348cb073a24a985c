const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[A-Za-z_]\w*|[(),]|\s+|[^\s]/g;
const opens = new Set(['FROM', 'JOIN']);
const closes = new Set(['SELECT', 'WHERE', 'ON', 'USING', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION']);

/** Puts `connection.` before the names of tables in FROM lists; everything else, comments and spaces included, stays as it is. */
export function qualifyTables(sql: string, connections: ReadonlyMap<string, string>): string {
  // One entry per open bracket: whether we are in a FROM list, and whether a table may come next.
  const stack: { isFrom: boolean; isNext: boolean }[] = [{ isFrom: false, isNext: false }];
  return sql.replace(token, (text) => {
    const level = stack.at(-1) ?? { isFrom: false, isNext: false };
    const word = text.toUpperCase();
    if (/^\s+$/.test(text) || text.startsWith('--')) return text;
    if (text === '(') stack.push({ isFrom: false, isNext: false });
    else if (text === ')') stack.pop();
    else if (opens.has(word)) Object.assign(level, { isFrom: true, isNext: true });
    else if (closes.has(word)) Object.assign(level, { isFrom: false, isNext: false });
    else if (text === ',') level.isNext = level.isFrom;
    else {
      const connection = level.isNext ? connections.get(text.toLowerCase()) : undefined;
      level.isNext = false;
      if (connection !== undefined) return `${connection}.${text}`;
    }
    return text;
  });
}
