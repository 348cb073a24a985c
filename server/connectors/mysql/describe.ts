/** Columns of a native statement, without running it: the server prepares it and tells them. */
import type { PoolConnection } from 'mysql2';
import { JoineryError } from '../../errors.ts';
import type { ColumnInfo } from '../connector.ts';
import { nativeColumns } from './answer.ts';
import { queryRows } from './client.ts';
import { sourceError } from './errors.ts';
import { textLiteral } from './literals.ts';
import { proveSelect } from './prove-select.ts';
import type { WireField } from './wire-types.ts';

const NOT_NULL = 1;

export async function describeNative(
  connection: PoolConnection,
  sql: string,
  id: string,
): Promise<readonly ColumnInfo[]> {
  const proof = await proveSelect(sql, id);
  await refuseStoredFunctions(connection, proof.calledNames, id);
  const fields = await preparedColumns(connection, sql).catch((error: unknown) => {
    throw sourceError(error, { connection: id, sql });
  });
  if (fields.length === 0) throw new JoineryError('not_a_select', 'Only a single SELECT may run.', { connection: id });
  if (!proof.isParsed) {
    throw new JoineryError('not_a_select', 'Joinery cannot prove that this statement only reads.', {
      connection: id,
      hint: 'The server understands it, but the parser used for the proof does not. Write it in a simpler form.',
    });
  }
  return nativeColumns(fields, id).map(({ name, type, field }) => ({
    name,
    sourceType: type.type.toLowerCase(),
    type: type.type,
    nullable: (field.flags & NOT_NULL) === 0,
    ...(type.type === 'VARCHAR' ? { collation: 'other' as const } : {}),
  }));
}

/** A stored function may do anything that its owner may, apart from writing to tables. */
async function refuseStoredFunctions(connection: PoolConnection, names: readonly string[], id: string): Promise<void> {
  if (names.length === 0) return;
  const rows = await queryRows(
    connection,
    `SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION' AND LOWER(ROUTINE_NAME) IN (${names
      .map(textLiteral)
      .join(', ')})`,
  );
  const found = rows[0]?.[0];
  if (found != null) {
    throw new JoineryError('not_allowed', `Stored functions such as ${found} are not allowed.`, { connection: id });
  }
}

function preparedColumns(connection: PoolConnection, sql: string): Promise<readonly WireField[]> {
  return new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => {
      if (error) {
        reject(error);
        return;
      }
      const { columns } = statement as unknown as { columns: readonly WireField[] };
      connection.unprepare(sql);
      resolve(columns);
    });
  });
}
