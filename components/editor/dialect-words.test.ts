import { expect, it } from 'vitest';
import { dialectWords } from './dialect-words.ts';
import { formatSql } from './format-sql.ts';

/** Words that one dialect has and one that it lacks; a statement that only it reads, laid out. */
it.each([
  ['postgres', ['ILIKE', 'JSONB'], 'QUALIFY', 'STRING_AGG', `select a::text, data->>'x' from t`, `data ->> 'x'`],
  ['mysql', ['REGEXP', 'MEDIUMINT'], 'QUALIFY', 'GROUP_CONCAT', 'select `a` from t limit 1, 2', '`a`'],
  ['sqlite', ['GLOB'], 'QUALIFY', 'STRFTIME', 'select [a b] from t', '[a b]'],
  [
    'bigquery',
    ['QUALIFY', 'INT64'],
    'ILIKE',
    'SAFE_DIVIDE',
    "select r'\\d', `p-1.d.t`.x from unnest([1]) as x",
    "r'\\d'",
  ],
  ['snowflake', ['QUALIFY', 'VARIANT'], 'GLOB', 'PARSE_JSON', 'select v:a.b::int from t // end', 'v:a'],
  ['trino', ['TABLESAMPLE', 'VARCHAR'], 'QUALIFY', 'APPROX_DISTINCT', 'select x -> x + 1 from t', 'x -> x + 1'],
])(
  '%s: completion offers its own words and functions, and the formatter reads it',
  async (driver, has, lacks, call, sql, kept) => {
    const words = await dialectWords(driver);
    expect(words?.keywords).toEqual(expect.arrayContaining([...has, 'NULL']));
    expect(words?.keywords).not.toContain(lacks);
    expect(words?.keywords.filter((word) => /^(?:INSERT|DELETE|DROP|UPDATE|CREATE|GRANT)$/.test(word))).toEqual([]);
    expect(words?.functions).toContain(call);
    const laidOut = await formatSql(sql, driver);
    expect(laidOut).toContain(kept);
    expect(laidOut).toMatch(/^SELECT\n/);
  },
);

it('leaves statements that DuckDB reads to its own words', async () => {
  for (const driver of [undefined, 'duckdb', 'files', 'constructor'])
    expect(await dialectWords(driver)).toBeUndefined();
});
