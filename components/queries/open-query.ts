import { unwrap } from '../../lib/client/answer.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import { sqlOf } from '../../lib/client/queries.ts';
import type { QueryVersion } from '../../lib/contract/query.ts';
import { splitStatements } from '../../lib/sql/split-statements.ts';
import type { OpenActions } from './query-actions.ts';

interface OpenOptions {
  /** The tab belongs to this query: saving it makes a new version. Absent for what a link showed: that becomes a tab of its own. */
  readonly queryId?: string | undefined;
  readonly isRun?: boolean;
}

/** Statements of a text, as they are run. */
export const statementsOf = (sql: string): string[] =>
  splitStatements(sql).map(({ start, end }) => sql.slice(start, end));

/** Makes a tab of a query, with the values of its parameters, and runs its statement if wanted. Answers the tab's address. */
export async function openQuery(
  query: QueryVersion | Omit<QueryVersion, 'savedAt'>,
  actions: OpenActions,
  { queryId, isRun = false }: OpenOptions,
): Promise<string> {
  const { kind, title, text, target, rowLimit, parameters } = query;
  const document = unwrap(await actions.create({ kind, title, text, target, rowLimit }));
  for (const parameter of parameters) parameterStore.set(document.id, parameter);
  const { updatedAt: _updatedAt, ...kept } = document;
  const link = queryId === undefined ? {} : { queryId, queryVersion: query.version };
  const saved = queryId === undefined ? document : unwrap(await actions.save({ ...kept, ...link }));
  const [statement] = isRun ? statementsOf(await sqlOf(query)) : [];
  if (statement !== undefined) {
    const values = parameters.length === 0 ? {} : { parameters };
    const request = { text: statement, target, rowLimit, pushdown: 'safe', documentId: saved.id, ...values } as const;
    const run = unwrap(await actions.start(request));
    const { updatedAt: _savedAt, ...newest } = saved;
    unwrap(await actions.save({ ...newest, lastRunId: run.id }));
  }
  return `${kind === 'join' ? '/join' : '/'}?doc=${encodeURIComponent(document.id)}`;
}
