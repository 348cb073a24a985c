import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';

/** The editor's word lists are what this version of DuckDB says. After an upgrade: `vitest run lib/sql/duckdb-words.test.ts --update`. */
it('lists the functions and keywords of the DuckDB in use', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const functions = await connection.runAndReadAll(`
      SELECT function_name AS name, any_value(function_type ORDER BY function_oid) AS kind,
             any_value(parameters ORDER BY len(parameters), function_oid) AS parameters,
             coalesce(any_value(description ORDER BY function_oid), '') AS description
      FROM duckdb_functions()
      WHERE function_type IN ('scalar', 'aggregate', 'macro')
        AND regexp_matches(function_name, '^[a-z][a-z0-9_]*$')
        AND NOT starts_with(function_name, 'pg_') AND database_name = 'system' AND schema_name = 'main'
      GROUP BY function_name ORDER BY function_name`);
    const keywords = await connection.runAndReadAll(
      `SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function', 'column_name') ORDER BY ALL`,
    );
    const rows = functions.getRowsJson();
    expect(rows.length).toBeGreaterThan(400);
    await expect(moduleOf(rows, keywords.getRowsJson().flat())).toMatchFileSnapshot('./duckdb-words.ts');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

const moduleOf = (
  functions: readonly unknown[],
  keywords: readonly unknown[],
): string => `// biome-ignore-all format: written by duckdb-words.test.ts
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: descriptions are data

/** Name, kind, parameters of one overload, description. */
export type FunctionWord = readonly [name: string, kind: string, parameters: readonly string[], description: string];

export const duckdbFunctions: readonly FunctionWord[] = [
${functions.map((row) => `  ${JSON.stringify(row)},`).join('\n')}
];

export const duckdbKeywords: readonly string[] = ${JSON.stringify(keywords)};
`;
