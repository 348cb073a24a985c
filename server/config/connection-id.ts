/** Which names a connection may have: the id is also the catalog name in federated SQL and a file name of the catalog cache. */
import { sqlKeywords } from '../../lib/sql/sql-keywords.ts';

/** Names that mean something else in SQL, in run targets or to DuckDB. */
export const reservedConnectionIds = [
  'results',
  'native',
  'federated',
  'main',
  'temp',
  'system',
  'memory',
  'information_schema',
  'pg_catalog',
] as const;

const form = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** Why `id` cannot name a connection, and what could; undefined if it can. */
export function connectionIdProblem(id: string): { readonly message: string; readonly hint: string } | undefined {
  if (!form.test(id)) {
    return {
      message: `"${id}" cannot name a connection: SQL needs a name of letters, digits and _ that does not begin with a digit, at most 63 long`,
      hint: `Such as ${suggestion(id)}.`,
    };
  }
  if (sqlKeywords.has(id.toLowerCase())) {
    return { message: `"${id}" cannot name a connection: it is a word of SQL`, hint: `Such as ${id}_db.` };
  }
  if (reservedConnectionIds.some((reserved) => reserved === id.toLowerCase())) {
    return {
      message: `"${id}" cannot name a connection: Joinery uses this name itself`,
      hint: `Such as ${id}_db. Reserved are ${reservedConnectionIds.join(', ')}.`,
    };
  }
  return undefined;
}

function suggestion(id: string): string {
  const cleaned = id
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  if (cleaned === '') return 'sales';
  return /^\d/.test(cleaned) ? `c_${cleaned}` : cleaned;
}
