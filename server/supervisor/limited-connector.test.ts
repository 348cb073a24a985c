import { describe, expect, it } from 'vitest';
import type { Connector, FetchStream, Session } from '../connectors/connector.ts';
import { PackedWriter } from '../connectors/packed-rows.ts';
import { createRecordCounter, createRowCounter } from './count-records.ts';
import { type FetchLimits, LimitedConnector } from './limited-connector.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const request = { kind: 'native', sql: 'SELECT 1' } as const;
const never = new AbortController().signal;

function streamOf(chunks: readonly string[] | 'endless', signal?: AbortSignal): FetchStream {
  async function* bytes() {
    if (chunks !== 'endless') return yield* chunks.map(encode);
    await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  }
  return { kind: 'csv', sql: 'SELECT 1', columns: [], bytes: bytes(), rows: () => undefined };
}

function connectorOf(chunks: readonly string[] | 'endless', limits: FetchLimits) {
  const closed: string[] = [];
  const session: Session = {
    readAt: new Date(0),
    fetch: async (_request, signal) => streamOf(chunks, signal),
    describe: async () => [],
    close: async () => void closed.push('session'),
  };
  const inner = {
    id: 'shop',
    driver: 'fake',
    capabilities: { snapshot: true, serverCancel: true, native: true },
    openSession: async () => session,
    close: async () => void closed.push('connector'),
  } as unknown as Connector;
  return { connector: new LimitedConnector(inner, limits), closed };
}

async function readAll(connector: LimitedConnector): Promise<string> {
  const session = await connector.openSession({ runId: 'r', signal: never });
  try {
    const stream = await session.fetch(request, never);
    if (stream.kind !== 'csv') throw new Error('not a csv stream');
    let text = '';
    for await (const chunk of stream.bytes) text += new TextDecoder().decode(chunk);
    return text;
  } finally {
    await session.close();
  }
}

describe('limits of a fetch', () => {
  const rows = ['1,a\n2,"x\ny"\n', '3,""\n4,"he said ""no""\n', '"\n'];

  it('lets what is within them through as it is, records with line breaks counted once', async () => {
    const { connector } = connectorOf(rows, { maxFetchRows: 4, maxFetchMs: 60_000 });
    expect(await readAll(connector)).toBe(rows.join(''));
  });

  it('fails at the first row too many, and cuts nothing silently', async () => {
    const { connector, closed } = connectorOf(rows, { maxFetchRows: 3, maxFetchMs: null });
    await expect(readAll(connector)).rejects.toMatchObject({
      code: 'fetch_limit',
      connection: 'shop',
      message: expect.stringContaining('more than 3 rows from shop'),
    });
    expect(closed).toEqual(['session']);
  });

  it('ends a fetch whose source takes too long', async () => {
    const { connector } = connectorOf('endless', { maxFetchRows: null, maxFetchMs: 20 });
    await expect(readAll(connector)).rejects.toMatchObject({ code: 'source_timeout', connection: 'shop' });
  });

  it('counts records over chunk borders anywhere', () => {
    const text = encode(rows.join(''));
    for (let cut = 0; cut <= text.length; cut += 1) {
      const count = createRecordCounter();
      count(text.subarray(0, cut));
      expect(count(text.subarray(cut))).toBe(4);
    }
  });
});

describe('packed rows', () => {
  it('are counted by batch', () => {
    const counts: number[] = [];
    const count = createRowCounter();
    const writer = new PackedWriter([4], (batch) => counts.push(count(batch)));
    for (let row = 0; row < 2_500; row += 1) writer.endRow();
    writer.end();
    expect(counts).toEqual([2_048, 2_500]);
  });
});

describe('a connector that is retired', () => {
  it('stays open for those who use it and closes after the last', async () => {
    const { connector, closed } = connectorOf(['1\n'], { maxFetchRows: null, maxFetchMs: null });
    const [one, two] = await Promise.all([1, 2].map(() => connector.openSession({ runId: 'r', signal: never })));
    const retired = connector.retire();
    await one?.close();
    await one?.close();
    expect(closed).not.toContain('connector');
    await two?.close();
    await retired;
    expect(closed.at(-1)).toBe('connector');
  });

  it('closes at once when nobody uses it', async () => {
    const { connector, closed } = connectorOf(['1\n'], { maxFetchRows: null, maxFetchMs: null });
    await connector.retire();
    expect(closed).toEqual(['connector']);
  });
});
