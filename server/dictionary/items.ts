/** Tables and columns as the dictionary shows them: the source's words, what is kept, and what is proposed, put together. */
import type {
  DictionaryColumn,
  DictionaryItem,
  DictionaryProposal,
  DictionaryTable,
} from '../../lib/contract/dictionary.ts';
import { referenceOf } from '../catalog/catalog-answers.ts';
import { type StoredTable, shownComment, tableKey } from '../catalog/stored-catalog.ts';
import { type Entries, type Entry, versionOf } from './entries.ts';

/** What is known of one connection. */
export interface Known {
  readonly connection: string;
  readonly kept: Entries;
  readonly proposed: Entries;
  sqlName(table: StoredTable): string;
}

export function itemOf(
  comment: string | undefined,
  kept: Entry | undefined,
  proposed: Entry | undefined,
): DictionaryItem {
  const said = comment === undefined || comment.trim() === '' ? undefined : comment;
  const { writtenBy, ...texts } = kept ?? { description: '' };
  const isKept = texts.description !== '';
  return {
    ...texts,
    description: isKept ? texts.description : (said ?? ''),
    from: isKept ? 'kept' : said === undefined ? 'none' : 'source',
    ...(writtenBy === undefined ? {} : { writtenBy }),
    ...(said === undefined ? {} : { comment: said }),
    ...(proposed === undefined ? {} : { proposal: proposalOf(proposed) }),
    version: versionOf(kept),
  };
}

const proposalOf = ({ writtenBy, ...texts }: Entry): DictionaryProposal => ({
  ...texts,
  by: writtenBy === 'model' ? 'model' : 'names',
});

export function tableOf(table: StoredTable, known: Known): DictionaryTable {
  const key = tableKey(table.schema, table.name);
  const [kept, proposed] = [known.kept.get(key), known.proposed.get(key)];
  const { connection } = known;
  return {
    table: { connection, schema: table.schema, table: table.name },
    sqlName: known.sqlName(table),
    kind: table.kind,
    ...(table.rowEstimate === undefined ? {} : { rowEstimate: table.rowEstimate }),
    ...itemOf(shownComment(table), kept?.own, proposed?.own),
    columns: table.columns.map((column): DictionaryColumn => {
      const references = referenceOf(table, column.name);
      return {
        name: column.name,
        type: column.type,
        isPrimaryKey: table.primaryKey.includes(column.name),
        ...(references === undefined ? {} : { references }),
        ...itemOf(shownComment(column), kept?.columns.get(column.name), proposed?.columns.get(column.name)),
      };
    }),
  };
}
