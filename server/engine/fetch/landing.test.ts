import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANDING_BYTES, landIfSmall } from './landing.ts';
import { LedgerEntry } from './ledger.ts';
import type { OpenFetch } from './open-fetch.ts';
import { readAhead } from './read-ahead.ts';

describe('small streams', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'joinery-landing-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const fetchOf = (source: AsyncIterable<Uint8Array>, estimatedRows?: number): OpenFetch =>
    ({
      plan: { needs: { scan: 's1', estimatedRows } },
      stream: { kind: 'csv', rows: () => 2 },
      entry: new LedgerEntry({ index: 0, connection: 'a', relation: 'b', sql: '', pushed: [], kept: [] }),
      bytes: readAhead(source),
    }) as unknown as OpenFetch;
  const never = new AbortController().signal;

  async function* chunks(...texts: string[]) {
    for (const text of texts) yield Buffer.from(text);
  }

  it('land whole, and their fetch has then ended', async () => {
    const fetch = fetchOf(chunks('1,a\n', '2,b\n'));
    const place = path.join(folder, 'whole');
    expect(await landIfSmall(fetch, place, never)).toBe(8);
    expect(await readFile(place, 'utf8')).toBe('1,a\n2,b\n');
    expect(fetch.entry.snapshot).toMatchObject({ status: 'done', rows: 2 });
  });

  it('of no rows land as an empty file', async () => {
    expect(await landIfSmall(fetchOf(chunks()), path.join(folder, 'empty'), never)).toBe(0);
  });

  it('that turn out large keep every byte for the pipe', async () => {
    const large = 'x'.repeat(LANDING_BYTES);
    const fetch = fetchOf(chunks('first\n', large), 10);
    expect(await landIfSmall(fetch, path.join(folder, 'large'), never)).toBeUndefined();
    let size = 0;
    for await (const chunk of fetch.bytes ?? []) size += chunk.byteLength;
    expect(size).toBe(LANDING_BYTES + 6);
  });

  it('that do not end soon are piped, unless few rows are expected', async () => {
    const gate = Promise.withResolvers<void>();
    async function* slow() {
      yield Buffer.from('1\n');
      await gate.promise;
    }
    const unknown = fetchOf(slow());
    expect(await landIfSmall(unknown, path.join(folder, 'unknown'), never)).toBeUndefined();
    const few = landIfSmall(fetchOf(slow(), 10), path.join(folder, 'few'), never);
    gate.resolve();
    expect(await few).toBe(2);
  });

  it('that fail say so', async () => {
    async function* failing() {
      yield Buffer.from('1\n');
      throw new Error('the wire broke');
    }
    const fetch = fetchOf(failing(), 10);
    await expect(landIfSmall(fetch, path.join(folder, 'failing'), never)).rejects.toMatchObject({ code: 'internal' });
    expect(fetch.entry.snapshot.status).toBe('failed');
  });
});
