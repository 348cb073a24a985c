import type { TableReference } from '../../../lib/contract/suggestion.ts';
import type { CatalogService } from '../../workbench.ts';
import { tableName } from '../payload.ts';
import type { ListedTable } from './build-join.ts';

/** At most so many tables are shown to a model. */
const MOST_TABLES = 14;
const MOST_WORDS = 16;

const commonWords = new Set(
  'with from each every their that this which where into over than then have show list all the and for per by of'.split(
    ' ',
  ),
);

/** Tables that the words may mean, by a search in the catalog; those that were picked come first. Nothing is asked of a source. */
export async function findTables(
  words: string,
  picked: readonly TableReference[],
  catalog: Pick<CatalogService, 'search' | 'lookup'>,
): Promise<ListedTable[]> {
  const scores = new Map<string, { reference: TableReference; score: number }>();
  for (const reference of picked) scores.set(tableName(reference), { reference, score: 1_000 });
  for (const word of significant(words)) {
    const { hits } = await catalog.search(word, 20);
    for (const { table, column } of hits) {
      const reference = { connection: table.connection, schema: table.schema, table: table.name };
      const known = scores.get(tableName(reference)) ?? { reference, score: 0 };
      scores.set(tableName(reference), { reference, score: known.score + (column === undefined ? 3 : 1) });
    }
  }
  const best = [...scores.values()].toSorted((one, other) => other.score - one.score).slice(0, MOST_TABLES);
  return Promise.all(
    best.map(async ({ reference }) => {
      const info = await catalog.lookup(reference.connection, reference.schema, reference.table);
      return { reference: { ...reference, schema: info.schema, table: info.name }, info };
    }),
  );
}

/** Words worth a search, in singular as column names mostly are. */
function significant(words: string): string[] {
  const found = (words.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? []).filter((word) => !commonWords.has(word));
  return [...new Set(found.map((word) => (word.length > 4 ? word.replace(/(?<!s)s$/, '') : word)))].slice(
    0,
    MOST_WORDS,
  );
}
