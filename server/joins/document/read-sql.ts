import type { JoinFromSql } from '../../workbench.ts';
import type { JoinDependencies } from '../service.ts';

/** The document that says the same as a statement; in the making. */
export async function readJoinSql(_sql: string, _dependencies: JoinDependencies): Promise<JoinFromSql> {
  return { beyond: { reason: 'Statements are not read yet.' } };
}
