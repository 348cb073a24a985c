/** The file on disk: where it is, whether it is a DuckDB database, and whether it has changed. */
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { JoineryError } from '../../errors.ts';

const MAGIC = 'DUCK';
const MAGIC_OFFSET = 8;

export interface DatabaseFile {
  /** Real absolute path. */
  readonly path: string;
  /** Everything that DuckDB may need to open it: the file and its write-ahead log. */
  readonly paths: readonly string[];
  /** Changes when the file is written or replaced. */
  readonly print: string;
}

/** Finds the file and looks at its head. Every failure is told in words, none of them DuckDB's. */
export async function findDatabaseFile(configured: string, baseDir: string, connection: string): Promise<DatabaseFile> {
  try {
    const path = await realpath(isAbsolute(configured) ? configured : resolve(baseDir, configured));
    const handle = await open(path, 'r');
    try {
      const state = await handle.stat();
      if (!state.isFile()) throw notADatabase(connection, 'The path is a folder, not a database file.');
      await checkHead(handle, connection);
      const paths = [path, walPath(path)];
      return { path, paths, print: `${state.dev}:${state.ino}:${state.size}:${state.mtimeMs} ${await walPrint(path)}` };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw fileError(thrown, connection);
  }
}

/** DuckDB puts the ending before a question mark, as if the path were a URL. */
const walPath = (path: string): string => path.replace(/\?|$/, (end) => `.wal${end}`);

async function walPrint(path: string): Promise<string> {
  return stat(walPath(path)).then(
    (state) => `${state.size}:${state.mtimeMs}`,
    () => '',
  );
}

async function checkHead(handle: FileHandle, connection: string): Promise<void> {
  const head = Buffer.alloc(16);
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  if (bytesRead === 0) throw notADatabase(connection, 'The file is empty.');
  if (head.toString('latin1', 0, 15) === 'SQLite format 3')
    throw notADatabase(connection, 'The file is a SQLite database.', 'Set driver: sqlite for this connection.');
  if (head.toString('latin1', MAGIC_OFFSET, MAGIC_OFFSET + MAGIC.length) !== MAGIC)
    throw notADatabase(connection, 'The file is not a DuckDB database.');
}

const notADatabase = (connection: string, message: string, hint = 'Check `path` of the connection.') =>
  new JoineryError('source_failed', message, { connection, hint });

function fileError(thrown: unknown, connection: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (thrown instanceof JoineryError) return thrown;
  if (code === 'EACCES' || code === 'EPERM')
    return new JoineryError('source_privilege', 'The account that runs Joinery may not read the database file.', {
      connection,
      hint: 'Give it read permission on the file and on the folders above it.',
      cause: thrown,
    });
  if (code === 'EISDIR') return notADatabase(connection, 'The path is a folder, not a database file.');
  return new JoineryError('source_unreachable', 'There is no database file at the path given.', {
    connection,
    hint: 'Check `path` of the connection; a relative one begins at the folder of config.yaml.',
    cause: thrown,
  });
}
