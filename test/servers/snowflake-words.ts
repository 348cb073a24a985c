/** A statement that is compiled as a subquery. */
export const subquery = /^SELECT \* FROM \(\n([\s\S]*)\n\)$/;
/** What Snowflake calls a SELECT in its answers. */
export const selectType = 4096;

/** fakesnow's own words for a mistake, in those of Snowflake, with the place that the driver looks for. */
export function inWordsOfSnowflake(
  code: string | null | undefined,
  message: string | null | undefined,
  sql: string,
  linesBefore: number,
): Error {
  const said = message ?? 'failed';
  const [, word, line, end, from, to] =
    /token_type: [\w.]+, text: (.*?), line: (\d+), col: (\d+), start: (\d+), end: (\d+)/s.exec(said) ?? [];
  if (line !== undefined) {
    const place = Number(end) - (Number(to) - Number(from)) - 1;
    const text = `SQL compilation error:\nsyntax error line ${Number(line) + linesBefore} at position ${place} unexpected '${word}'.`;
    return Object.assign(new Error(text), { code: '001003' });
  }
  const [, column] = /Referenced column "([^"]+)" not found/.exec(said) ?? [];
  const text =
    column === undefined
      ? /Table .* does not exist|Object .* does not exist/.test(said)
        ? 'SQL compilation error:\nObject does not exist or not authorized.'
        : said.replace(/Invalid expression/, 'syntax error: invalid expression')
      : `SQL compilation error: error ${placeOf(column, sql, linesBefore)}\ninvalid identifier '${column}'`;
  return Object.assign(new Error(text), { code });
}

/** Where the name of a column stands in the statement: lines from 1, positions from 0. */
function placeOf(column: string, sql: string, linesBefore: number): string {
  const lines = sql.slice(0, Math.max(0, sql.toUpperCase().indexOf(column.toUpperCase()))).split('\n');
  return `line ${lines.length + linesBefore} at position ${lines.at(-1)?.length ?? 0}`;
}
