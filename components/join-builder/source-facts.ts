import { type ActionAnswer, ClientError } from '../../lib/client/answer.ts';
import { fetchColumns } from '../../lib/client/catalog.ts';
import { fetchJson } from '../../lib/client/fetch-json.ts';
import { type Explanation, type ResultColumn, runSchema, type StartRun } from '../../lib/contract/run.ts';
import type { InputColumn, LeafSource, SourceFacts } from './input-view.ts';

export type Explain = (request: StartRun) => Promise<ActionAnswer<Explanation>>;

/** Columns and size of a source, as far as they are known without touching its data. Throws ClientError. */
export async function readSourceFacts(
  source: LeafSource,
  parameters: StartRun['parameters'],
  explain: Explain,
): Promise<SourceFacts> {
  switch (source.kind) {
    case 'table': {
      const { table, columns } = await fetchColumns(source.connection, source.schema, source.table);
      return {
        status: 'ready',
        columns: columns.map(({ nullable, ...column }) => ({ ...column, isNullable: nullable })),
        rows: table.rowEstimate === undefined ? undefined : { value: table.rowEstimate, isExact: false },
        comment: table.comment,
        sqlName: table.sqlName,
      };
    }
    case 'native':
      return { status: 'ready', columns: await explainedColumns(source, parameters, explain) };
    case 'result': {
      const run = await fetchJson(runSchema, `/api/runs/${encodeURIComponent(source.runId)}`);
      return {
        status: 'ready',
        columns: run.columns.map(ofResult),
        rows: { value: run.rows, isExact: true },
        comment: run.text,
      };
    }
  }
}

async function explainedColumns(
  { sql, connection }: Extract<LeafSource, { kind: 'native' }>,
  parameters: StartRun['parameters'],
  explain: Explain,
): Promise<InputColumn[]> {
  const answer = await explain({
    text: sql,
    target: connection,
    rowLimit: null,
    pushdown: 'safe',
    ...(parameters === undefined ? {} : { parameters }),
  });
  if (!answer.ok) throw new ClientError(answer.error);
  return answer.value.columns.map(ofResult);
}

const ofResult = ({ label, type }: ResultColumn): InputColumn => ({
  name: label,
  type,
  sourceType: type,
  isNullable: true,
  isPrimaryKey: false,
  isUnique: false,
});
