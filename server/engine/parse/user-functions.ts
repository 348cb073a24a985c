/** What user SQL may call. Table functions by allow-list, scalar functions by what could look outside the statement. */
import { isClosedFunction, openTableFunctions } from '../../../lib/sql/closed-functions.ts';

export const tableFunctions = openTableFunctions;

/** What would tell of the engine itself, which holds no database of the user's. */
const engineOnly: ReadonlySet<string> = new Set([
  'in_search_path',
  'current_database',
  'current_catalog',
  'current_schema',
  'current_schemas',
  'current_connection_id',
  'current_query_id',
  'current_transaction_id',
  'txid_current',
  'version',
]);

export const isRefusedFunction = (name: string): boolean => engineOnly.has(name) || isClosedFunction(name);
