import { formatterDialect } from './dialect-words.ts';

/** The statement laid out anew; comments stay. Throws if the text cannot be read. The formatter is loaded when first used. */
export async function formatSql(text: string, driver: string | undefined): Promise<string> {
  const { format } = await import('sql-formatter');
  return format(text, {
    language: formatterDialect(driver) ?? 'duckdb',
    keywordCase: 'upper',
    tabWidth: 2,
    expressionWidth: 80,
    linesBetweenQueries: 2,
  });
}
