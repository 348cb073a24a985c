import { runSavedSchema, waitQuerySchema } from '../../../../../../lib/contract/api.ts';
import { joinDocumentSchema } from '../../../../../../lib/contract/join.ts';
import { workbench } from '../../../../../../server/index.ts';
import { answer, parseBody, parseQuery } from '../../../../answer.ts';
import { endedRun } from '../../../ended-run.ts';
import { withValues } from '../../../given-values.ts';

interface Context {
  readonly params: Promise<{ readonly name: string }>;
}

/** Runs a saved query, by its id or title, with values for its parameters. */
export const POST = answer<Context>(async (request, { params }) => {
  const { wait } = parseQuery(request, waitQuerySchema);
  const given = await parseBody(request, runSavedSchema);
  const { queries, joins, runs } = await workbench();
  const { kind, text, target, ...query } = await queries.named((await params).name);
  const sql = kind === 'join' ? (await joins.toSql(joinDocumentSchema.parse(JSON.parse(text)))).sql : text;
  const parameters = withValues(sql, query.parameters, given.parameters);
  const rowLimit = given.rowLimit === undefined ? query.rowLimit : given.rowLimit;
  const { id } = await runs.start({ text: sql, target, rowLimit, pushdown: 'safe', parameters, queryId: query.id });
  return endedRun(id, wait, request.signal);
});
