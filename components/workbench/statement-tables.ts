import type { CatalogTable } from '../../lib/contract/catalog.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import { namesIn } from '../../lib/sql/relations.ts';
import { addressOf, rulesOf, type SqlContext } from '../editor/sql-context.ts';

/** Tables that a statement reads, as the catalog knows them, in the order of their first mention; what is no table of a connection is left out. */
export async function tablesOfStatement(text: string, context: SqlContext): Promise<TableReference[]> {
  const { relations, commonTables } = namesIn(text, { start: 0, end: text.length }, rulesOf(context));
  const common = new Set(commonTables.map(({ name }) => name.toLowerCase()));
  const named = relations
    .filter(({ parts }) => parts.length > 1 || (parts.length === 1 && !common.has((parts[0] ?? '').toLowerCase())))
    .toSorted((one, other) => one.start - other.start);
  const found = await Promise.all(
    named.map(async ({ parts }) => {
      const address = addressOf(context, parts);
      if (address === undefined) return undefined;
      const { connection, schema, table } = address;
      const answer = await context.catalog.columns(connection.id, schema, table).catch(() => undefined);
      return answer === undefined ? undefined : referenceOf(answer.table);
    }),
  );
  const different = new Map(
    found.flatMap((table) => (table === undefined ? [] : [[Object.values(table).join('\0'), table]])),
  );
  return [...different.values()];
}

export const referenceOf = ({ connection, schema, name }: CatalogTable): TableReference => ({
  connection,
  schema,
  table: name,
});
