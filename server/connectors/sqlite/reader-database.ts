/** The file as the reader process holds it: read-only, one read transaction, one authorizer that lets nothing through but reading. */
import { accessSync, constants as fsConstants, statSync } from 'node:fs';
import { constants, DatabaseSync } from 'node:sqlite';
import { Fault, readFault } from './reader-faults.ts';
import type { Answers } from './reader-protocol.ts';
import { REFUSE_FUNCTION } from './value-sql.ts';

/** What a stored value that does not fit its type calls; caught where the fetch knows its columns. */
export class Refusal extends Error {
  readonly column: number;
  readonly rowid: string | undefined;

  constructor(column: number, rowid: string | undefined) {
    super('refused value');
    this.column = column;
    this.rowid = rowid;
  }
}

/** Functions that reach outside the database or into SQLite itself. */
const closedFunctions = new Set([
  'load_extension',
  'fts3_tokenizer',
  'readfile',
  'writefile',
  'edit',
  'fts5',
  'optimize',
  'rtreecheck',
  'sqlite_log',
]);
/** Tables that show the file itself instead of what is stored in it. */
const closedTables = new Set(['dbstat', 'sqlite_dbpage', 'sqlite_stmt', 'bytecode', 'tables_used']);
const allowedActions = new Set([constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_RECURSIVE]);

export function openDatabase(path: string, busyTimeoutMs: number): { database: DatabaseSync; facts: Answers['open'] } {
  checkFile(path);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, allowExtension: false, timeout: busyTimeoutMs });
    database.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536');
    database.exec('BEGIN');
    // The snapshot begins with the first read, not with BEGIN.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    connectVirtualTables(database);
    const version = text(database, 'SELECT sqlite_version() AS value');
    const encoding = text(database, 'SELECT encoding AS value FROM pragma_encoding');
    database.function(REFUSE_FUNCTION, { varargs: true, useBigIntArguments: true }, refuse);
    return { database, facts: { version, encoding, isWritable: isWritable(path) } };
  } catch (error) {
    database?.close();
    throw new Fault(readFault(error));
  }
}

/** From here on only SELECT can be prepared; called once our own PRAGMAs are done. */
export function forbidAllButReading(database: DatabaseSync): void {
  database.setAuthorizer((action, first, second) => {
    if (action === constants.SQLITE_READ && closedTables.has((first ?? '').toLowerCase())) return constants.SQLITE_DENY;
    if (allowedActions.has(action)) return constants.SQLITE_OK;
    // Full-text tables ask for it while they are read.
    if (action === constants.SQLITE_PRAGMA && first === 'data_version' && second === null) return constants.SQLITE_OK;
    if (action !== constants.SQLITE_FUNCTION) return constants.SQLITE_DENY;
    return closedFunctions.has((second ?? first ?? '').toLowerCase()) ? constants.SQLITE_DENY : constants.SQLITE_OK;
  });
}

/** Some virtual tables prepare their own writing statements when they are first touched: better before the authorizer stands. */
function connectVirtualTables(database: DatabaseSync): void {
  const names = database.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`).all();
  for (const { name } of names) {
    try {
      database.prepare(`SELECT * FROM "${String(name).replaceAll('"', '""')}" LIMIT 0`);
    } catch {
      // Its module is not in this SQLite; introspection leaves the table out and says why.
    }
  }
}

function refuse(column: unknown, rowid: unknown): never {
  throw new Refusal(Number(column), typeof rowid === 'bigint' ? rowid.toString() : undefined);
}

function text(database: DatabaseSync, sql: string): string {
  return String(database.prepare(sql).get()?.value ?? '');
}

function checkFile(path: string): void {
  try {
    if (!statSync(path).isFile())
      throw new Fault({
        code: 'source_unreachable',
        message: 'The path is not a file.',
        hint: 'Check `path` of the connection.',
      });
    accessSync(path, fsConstants.R_OK);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM')
      throw new Fault({
        code: 'source_privilege',
        message: 'The account that runs Joinery may not read the database file.',
        hint: 'Give it read permission on the file and its folder.',
      });
    throw new Fault({
      code: 'source_unreachable',
      message: 'There is no database file at the path given.',
      hint: 'Check `path` of the connection; a relative one begins at the folder of config.yaml.',
    });
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, fsConstants.W_OK);
    return true;
  } catch {
    return false;
  }
}
