/** What a fetch sends and how its columns travel. */
import type pg from 'pg';
import { JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import type { ColumnInfo, StagedColumn, TableRequest } from '../connector.ts';
import { postgresDialect, quoteIdentifier, stagedColumns } from './dialect.ts';
import { staging } from './staging.ts';
import { openScale, postgresType } from './types.ts';
import { describeStatement } from './wire.ts';

export interface FetchPlan {
  readonly sql: string;
  readonly columns: readonly StagedColumn[];
}

export function planTable(request: TableRequest): FetchPlan {
  return { sql: postgresDialect.selectSql(request), columns: stagedColumns(request) };
}

/** `sql` goes as it is unless a column has to be staged at the source or a limit set. */
export function planNative(sql: string, columns: readonly ColumnInfo[], limit: number | undefined): FetchPlan {
  const staged = columns.map((column, index) => ({
    column,
    ...staging(postgresType(column.sourceType, openScale.native), {
      column: `c${index + 1}`,
      stagedName: column.name,
      isNative: true,
    }),
  }));
  const isPlain = staged.every(({ select }, index) => select === `c${index + 1}`);
  const list = staged.map(({ select, column }) => `${select} AS ${quoteIdentifier(column.name)}`).join(', ');
  const names = staged.map((_, index) => `c${index + 1}`).join(', ');
  const wrapped = isPlain ? sql : `SELECT ${list} FROM (\n${sql}\n) AS statement(${names})`;
  const limited =
    limit === undefined
      ? wrapped
      : isPlain
        ? `SELECT * FROM (\n${sql}\n) AS statement LIMIT ${limit}`
        : `${wrapped} LIMIT ${limit}`;
  return {
    sql: limited,
    columns: staged.map(({ column, stagedType, expression }) => ({
      name: column.name,
      stagedType,
      type: column.type,
      expression,
    })),
  };
}

/** Rows that the server's planner expects of one SELECT, which does not run. */
export async function plannedRows(client: pg.Client, sql: string): Promise<number | undefined> {
  const { rows } = await client.query<[explained: readonly { readonly Plan?: { readonly 'Plan Rows'?: number } }[]]>({
    text: `EXPLAIN (FORMAT JSON) ${sql}`,
    rowMode: 'array',
  });
  return rows[0]?.[0][0]?.Plan?.['Plan Rows'];
}

/** Columns of a proven statement, told by the server without running it. Throws the server's own errors. */
export async function nativeColumns(
  client: pg.Client,
  sql: string,
  connection: string,
): Promise<readonly ColumnInfo[]> {
  const fields = await describeStatement(client, sql);
  if (fields.length === 0) {
    throw new JoineryError('no_columns', 'The statement gives a result without columns.', { connection });
  }
  // One call a column: systems that only speak PostgreSQL's protocol have this function, but few other ways.
  const calls = fields.map(({ typeOid, typeModifier }) => `pg_catalog.format_type(${typeOid}, ${typeModifier})`);
  const answer = await client.query<(string | null)[]>({ text: `SELECT ${calls.join(', ')}`, rowMode: 'array' });
  const names = uniqueNames(fields.map((field) => field.name));
  return fields.map((field, index) => {
    const sourceType = answer.rows[0]?.[index] ?? 'text';
    return {
      name: names[index] ?? field.name,
      sourceType,
      type: postgresType(sourceType, openScale.native).duckType,
      nullable: true,
    };
  });
}
