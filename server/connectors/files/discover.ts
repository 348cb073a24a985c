/** Which files make which tables. Only files below the configured path count, also by way of symbolic links. */
import { glob, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { JoineryError } from '../../errors.ts';
import type { FileFormat, FilesOptions, TableDeclaration } from './config.ts';

export interface FoundFile {
  /** Real absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface FileTable {
  readonly name: string;
  readonly format: FileFormat;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Sorted by path, at least one, all of one format. */
  readonly files: readonly FoundFile[];
  /** Keys of folders called `key=value` below the connection's folder: they are columns of text. */
  readonly partitionKeys: readonly string[];
  readonly declaration: TableDeclaration;
  /** Sheet of each file, where the format has sheets; undefined = the first that is shown. */
  readonly sheet?: string | undefined;
}

/** Names of the sheets that a workbook shows. */
export type SheetsOf = (file: FoundFile) => Promise<readonly string[]>;

export interface Discovery {
  /** Real folder that bounds everything. */
  readonly root: string;
  readonly tables: readonly FileTable[];
  readonly warnings: readonly string[];
}

interface Kind {
  readonly format: FileFormat;
  readonly compression: FileTable['compression'];
  readonly baseName: string;
}

const formatByEnding: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
};
const hasMagic = (path: string) => /[*?[{]/.test(path);

export async function discover(
  options: FilesOptions,
  baseDir: string,
  connection: string,
  sheetsOf: SheetsOf,
): Promise<Discovery> {
  const configured = resolve(baseDir, options.path);
  const root = await rootOf(configured, connection);
  const search = new Search(root, sheetsOf);
  await search.addDeclared(options.tables, connection);
  if (hasMagic(options.path)) await search.addGlob(relativeGlob(configured, root));
  else if (await isFile(configured)) await search.addFile(configured);
  else await search.addFolder(root);
  return { root, tables: search.tables(options.tables), warnings: search.warnings };
}

class Search {
  readonly warnings: string[] = [];
  private readonly root: string;
  private readonly byName = new Map<
    string,
    { name: string; kind: Kind; files: FoundFile[]; declaration: TableDeclaration; sheet?: string }
  >();
  private readonly taken = new Set<string>();
  private readonly takenSheets = new Set<string>();
  private readonly sheetsOf: SheetsOf;

  constructor(root: string, sheetsOf: SheetsOf) {
    this.root = root;
    this.sheetsOf = sheetsOf;
  }

  async addDeclared(declared: FilesOptions['tables'], connection: string): Promise<void> {
    for (const [name, declaration] of Object.entries(declared)) {
      if (declaration.path === undefined) continue;
      const files: FoundFile[] = [];
      for (const pattern of [declaration.path].flat()) {
        const paths = hasMagic(pattern) ? await globbed(pattern, this.root) : [resolve(this.root, pattern)];
        for (const path of paths) files.push(...(await this.accept(path)));
      }
      if (files.length === 0) {
        this.warnings.push(`table ${name}: no file at ${[declaration.path].flat().join(', ')}`);
        continue;
      }
      const kind = kindOf(files[0]?.path ?? '', declaration.format);
      if (kind === undefined)
        throw new JoineryError('config_invalid', `Table ${name}: the format cannot be told from the file's name.`, {
          connection,
          hint: 'Add format: csv, tsv, parquet, json, jsonl or xlsx.',
        });
      const { sheet } = declaration;
      for (const file of files) await this.take(file, kind, sheet);
      this.byName.set(name.toLowerCase(), {
        name,
        kind,
        files,
        declaration,
        ...(sheet === undefined ? {} : { sheet }),
      });
    }
  }

  async addGlob(pattern: string): Promise<void> {
    for (const path of await globbed(pattern, this.root)) await this.addFile(path);
  }

  /** A declared file is no table of its own as well; of a workbook only the sheet is taken. */
  private async take(file: FoundFile, kind: Kind, sheet: string | undefined): Promise<void> {
    if (kind.format !== 'xlsx') this.taken.add(file.path);
    else this.takenSheets.add(sheetKey(file, sheet ?? (await this.sheets(file))[0] ?? ''));
  }

  private async sheets(file: FoundFile): Promise<readonly string[]> {
    try {
      return await this.sheetsOf(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it cannot be read';
      this.warnings.push(`${basename(file.path)} is left out: ${reason}`);
      return [];
    }
  }

  /** Each sheet is a table; that of a workbook with one is called as the file. */
  private async addSheets(kind: Kind, file: FoundFile): Promise<void> {
    const sheets = await this.sheets(file);
    for (const sheet of sheets) {
      if (this.takenSheets.has(sheetKey(file, sheet))) continue;
      const name = sheets.length === 1 ? kind.baseName : `${kind.baseName}_${sheet}`;
      this.put(name, kind, [file], sheet);
    }
  }

  async addFile(path: string): Promise<void> {
    const kind = kindOf(path, undefined);
    if (kind === undefined) return;
    for (const file of await this.accept(path)) {
      if (kind.format === 'xlsx') await this.addSheets(kind, file);
      else this.put(kind.baseName, kind, [file]);
    }
  }

  /** Each file is a table by its base name; each folder in it with data files of one format is one table. */
  async addFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (/^[._]/.test(entry.name)) continue;
      const path = join(folder, entry.name);
      if (await isFile(path)) await this.addFile(path);
      else if (await this.leadsOut(path))
        this.warnings.push(`${entry.name} is left out: it leads out of the connection's folder`);
      else await this.addParts(entry.name, path);
    }
  }

  /** A link to a folder elsewhere is not even looked into: it may lead to the whole machine, or back to where it stands. */
  private async leadsOut(path: string): Promise<boolean> {
    const real = await realpath(path).catch(() => undefined);
    return real === undefined || !real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
  }

  private async addParts(name: string, folder: string): Promise<void> {
    const files: FoundFile[] = [];
    for (const path of await globbed('**/*', folder)) {
      const hidden = relative(folder, path)
        .split(sep)
        .some((part) => /^[._]/.test(part));
      if (!hidden && kindOf(path, undefined) !== undefined) files.push(...(await this.accept(path)));
    }
    const kinds = new Set(files.map((file) => kindKey(kindOf(file.path, undefined))));
    if (kinds.size > 1) this.warnings.push(`folder ${name} is left out: it holds files of several formats`);
    const kind = kindOf(files[0]?.path ?? '', undefined);
    if (kinds.size === 1 && kind !== undefined) this.put(name, kind, files);
  }

  /** The file if it may be read: a file, and below the root wherever links lead. */
  private async accept(path: string): Promise<FoundFile[]> {
    try {
      const real = await realpath(path);
      const { size, isFile: isRegular } = await statOf(real);
      if (!isRegular || this.taken.has(real)) return [];
      if (real === this.root || real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep))
        return [{ path: real, sizeBytes: size }];
      this.warnings.push(`${basename(path)} is left out: it lies outside the connection's folder`);
    } catch (error) {
      this.warnings.push(
        `${basename(path)} is left out: ${error instanceof Error ? error.message : 'it cannot be read'}`,
      );
    }
    return [];
  }

  private put(name: string, kind: Kind, files: FoundFile[], sheet?: string): void {
    const free = [name, `${name}_${kind.format}`, basename(files[0]?.path ?? name)].find(
      (candidate) => !this.byName.has(candidate.toLowerCase()),
    );
    if (free === undefined) this.warnings.push(`${basename(files[0]?.path ?? name)} is left out: its name is taken`);
    else
      this.byName.set(free.toLowerCase(), {
        name: free,
        kind,
        files,
        declaration: {},
        ...(sheet === undefined ? {} : { sheet }),
      });
  }

  tables(declared: FilesOptions['tables']): FileTable[] {
    const declarations = new Map(Object.entries(declared).map(([name, found]) => [name.toLowerCase(), found]));
    return [...this.byName.entries()].map(([key, { name, kind, files, declaration, sheet }]) => ({
      name,
      format: declarations.get(key)?.format ?? kind.format,
      compression: kind.compression,
      files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      partitionKeys: [...new Set(files.flatMap((file) => partitionKeysOf(relative(this.root, dirname(file.path)))))],
      declaration: declarations.get(key) ?? declaration,
      sheet: sheet ?? declarations.get(key)?.sheet,
    }));
  }
}

const sheetKey = (file: FoundFile, sheet: string): string => `${file.path}\0${sheet.toLowerCase()}`;
/** DuckDB takes only one `=` in the name of a folder for that of a key. */
const partitionKeysOf = (folder: string): string[] =>
  folder.split(sep).flatMap((part) => /^([^=]+)=[^=]*$/.exec(part)?.[1] ?? []);

function kindOf(path: string, format: FileFormat | undefined): Kind | undefined {
  const match = /^(.+?)(?:\.([^.]+))?(?:\.(gz|zst))?$/i.exec(basename(path));
  const found = format ?? formatByEnding[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || found === undefined) return undefined;
  const packed = match[3]?.toLowerCase();
  // Workbooks are packed already, and are read from several places at once.
  if (found === 'xlsx' && packed !== undefined) return undefined;
  return {
    format: found,
    compression: packed === 'gz' ? 'gzip' : packed === 'zst' ? 'zstd' : 'none',
    baseName: match[1] ?? '',
  };
}

const kindKey = (kind: Kind | undefined) => `${kind?.format} ${kind?.compression}`;

async function rootOf(configured: string, connection: string): Promise<string> {
  const folder = hasMagic(configured)
    ? configured.slice(0, configured.search(/[*?[{]/)).replace(/[^/\\]*$/, '')
    : configured;
  try {
    const real = await realpath(folder);
    return (await isFile(real)) ? dirname(real) : real;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES')
      throw new JoineryError('source_privilege', 'The account that runs Joinery may not read the folder.', {
        connection,
        cause: error,
      });
    throw new JoineryError('source_unreachable', 'There is no file or folder at the path given.', {
      connection,
      hint: 'Check `path` of the connection; a relative one begins at the folder of config.yaml.',
      cause: error,
    });
  }
}

function relativeGlob(configured: string, root: string): string {
  const magic = configured.search(/[*?[{]/);
  const start = configured.slice(0, magic).replace(/[^/\\]*$/, '').length;
  return join(root, configured.slice(start)).slice(root.length + 1);
}

async function globbed(pattern: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) paths.push(join(folder, path));
  return paths.toSorted();
}

async function statOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
