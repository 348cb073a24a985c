/** An XLSX file as the zip archive that it is: parts by name, each as a stream. */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** An archive with more parts than this is no workbook. */
const MAX_PARTS = 20_000;

export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(path: string): Promise<Archive> {
    await refuseOldFormat(path);
    const zip = await openPromise(path, { autoClose: false, lazyEntries: true });
    const entries = new Map<string, Entry>();
    try {
      await new Promise<void>((resolve, reject) => {
        zip.on('entry', (entry: Entry) => {
          entries.set(entry.fileName.toLowerCase(), entry);
          if (entries.size > MAX_PARTS) reject(new Error('the archive has too many parts'));
          else zip.readEntry();
        });
        zip.once('end', resolve);
        zip.once('error', reject);
        zip.readEntry();
      });
    } catch (error) {
      zip.close();
      throw error;
    }
    return new Archive(zip, entries);
  }

  /** Undefined if the archive has no such part. Parts are found whatever their case, as Office does. */
  async stream(name: string): Promise<Readable | undefined> {
    const entry = this.#entries.get(name.replace(/^\//, '').toLowerCase());
    return entry === undefined ? undefined : this.#zip.openReadStreamPromise(entry);
  }

  close(): void {
    this.#zip.close();
  }
}

/** Files of the old format, and new ones with a password, are compound files of Windows. */
async function refuseOldFormat(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(4);
    await handle.read(head, 0, head.length, 0);
    if (head.toString('hex') === 'd0cf11e0')
      throw new Error('it has a password, or is an .xls file under another name');
  } finally {
    await handle.close();
  }
}
