/** Saved queries and their versions: rows as the contract has them. */
import { documentKindSchema } from '../../lib/contract/document.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type { Query, QueryVersion } from '../../lib/contract/query.ts';
import type { Query as QueryRecord, QueryVersion as VersionRecord } from './generated/client.ts';
import { ownerNow } from './owner.ts';

/** With it, whether whoever asks keeps the query at hand. */
export const withFavourite = () => ({ favourites: { where: { personId: ownerNow() }, select: { personId: true } } });
type QueryRow = QueryRecord & { readonly favourites: readonly unknown[] };

export const contentOf = (record: QueryRecord | VersionRecord) => ({
  title: record.title,
  description: record.description,
  kind: documentKindSchema.parse(record.kind),
  text: record.text,
  target: record.target,
  rowLimit: record.rowLimit,
  parameters: JSON.parse(record.parameters) as StatementParameter[],
});

export const fromRecord = (record: QueryRow): Query => ({
  ...contentOf(record),
  id: record.id,
  version: record.version,
  tags: JSON.parse(record.tags) as string[],
  collection: record.collection,
  isFavourite: record.favourites.length > 0,
  createdAt: record.createdAt.toISOString(),
  updatedAt: record.updatedAt.toISOString(),
});

export const versionFrom = (record: VersionRecord): QueryVersion => ({
  ...contentOf(record),
  version: record.version,
  savedAt: record.savedAt.toISOString(),
  ...(record.savedById === null ? {} : { savedBy: { id: record.savedById, name: '' } }),
});
