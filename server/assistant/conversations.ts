import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Conversation, conversationSchema } from '../../lib/contract/assistant.ts';
import { writeFileAtomic } from '../catalog/atomic-file.ts';

/** Conversations that nobody has gone on with for so long are forgotten. */
const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;
const nothing: Conversation = { messages: [] };

/** What was said in each tab, a file each below the data folder. */
export class Conversations {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'assistant', 'conversations');
  }

  /** A file that was damaged is as good as none. */
  async read(documentId: string): Promise<Conversation> {
    const text = await readFile(this.#file(documentId), 'utf8').catch(() => undefined);
    if (text === undefined) return nothing;
    try {
      return conversationSchema.parse(JSON.parse(text));
    } catch {
      return nothing;
    }
  }

  async keep(documentId: string, conversation: Conversation): Promise<void> {
    if (conversation.messages.length === 0) await rm(this.#file(documentId), { force: true });
    else await writeFileAtomic(this.#file(documentId), JSON.stringify(conversation));
  }

  async forgetOld(now = Date.now()): Promise<void> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found !== undefined && now - found.mtimeMs > MAX_AGE_MS) await rm(file, { force: true });
    }
  }

  /** Whatever the id is, it names a file here. */
  #file(documentId: string): string {
    return path.join(this.#folder, `${createHash('sha256').update(documentId).digest('hex').slice(0, 32)}.json`);
  }
}
