import { JoineryError } from '../errors.ts';
import { uniqueNames } from '../unique-names.ts';
import { quoteIdentifier, quoteLiteral } from './duckdb.ts';
import type { EngineRequest } from './engine.ts';
import { LedgerEntry } from './fetch/ledger.ts';
import type { Relation } from './plan/scan.ts';
import type { Shadow } from './plan/shadow.ts';
import type { PlannedStatement } from './plan-statement.ts';
import type { Sessions } from './sessions.ts';

/**
 * A native statement as a run: one fetch of it as it stands, and `FROM native(...)` over that. Columns keep the names the source gives, repeated
 * ones too.
 */
export async function nativeStatement(
  connection: string,
  { text: sql, parameters }: Pick<EngineRequest, 'text' | 'parameters'>,
  shadow: Shadow,
  sessions: Sessions,
  signal: AbortSignal,
): Promise<PlannedStatement> {
  const session = await sessions.get(connection);
  const columns = await session.describe(sql, signal, parameters);
  if (columns.length === 0) {
    throw new JoineryError('no_columns', 'The statement gives a result without columns.', {
      connection,
      hint: 'Select at least one column.',
    });
  }
  const relation: Relation = { kind: 'native', connection, sql, parameters, columns };
  const list = uniqueNames(columns.map((column) => column.name))
    .map(quoteIdentifier)
    .join(', ');
  const text = `SELECT ${list} FROM native(${quoteLiteral(connection)}, ${quoteLiteral(sql)})`;
  const plan = await shadow.plan(text, [relation]);
  const [needs] = plan.scans;
  if (needs === undefined) throw new JoineryError('internal', 'The native statement has no plan.');
  const entry = new LedgerEntry({ index: 0, connection, relation: 'native', sql, pushed: [], kept: [] });
  return {
    text,
    relations: [relation],
    plan: {
      ...plan,
      columns: columns.map(({ name, type }) => ({
        name,
        type,
        origin: { connection, schema: '', table: 'native', column: name },
      })),
      planText: `native ${connection}`,
    },
    fetches: [
      {
        plan: {
          needs: { ...needs, estimatedRows: undefined },
          connection,
          relationName: 'native',
          request: { kind: 'native', sql, parameters },
          positions: columns.map((_, index) => index),
          reducers: [],
          entry: { pushed: [], kept: [], sql },
        },
        entry,
      },
    ],
  };
}
