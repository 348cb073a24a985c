import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SaveDocument, SqlDocument } from '../contract/document.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { ActionAnswer } from './answer.ts';
import { Draft } from './draft.ts';

const start: SqlDocument = {
  id: 'd1',
  kind: 'statement',
  title: 'One',
  text: '',
  target: 'federated',
  rowLimit: 1000,
  position: 0,
  isOpen: true,
  version: 1,
  updatedAt: '2026-01-01T00:00:00.000Z',
};

/** A server that keeps one document and refuses old versions. */
class Server {
  kept = start;
  readonly saves: SaveDocument[] = [];
  failWith: 'away' | ErrorCode | undefined;

  save = async (document: SaveDocument): Promise<ActionAnswer<SqlDocument>> => {
    this.saves.push(document);
    if (this.failWith === 'away') throw new TypeError('fetch failed');
    const code = document.version === this.kept.version ? this.failWith : 'conflict';
    if (code !== undefined) return { ok: false, error: { code, class: 'user', message: code } };
    this.kept = { ...this.kept, ...document, version: document.version + 1, updatedAt: new Date().toISOString() };
    return { ok: true, value: this.kept };
  };
}

let server: Server;
let draft: Draft;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  draft = new Draft(start, { save: server.save, onChange: () => {} });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Draft', () => {
  it('saves once after a burst of edits', async () => {
    for (const text of ['S', 'SE', 'SEL']) draft.edit({ text });
    expect(draft.state).toBe('dirty');
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.saves.map(({ text }) => text)).toEqual(['SEL']);
    expect(draft).toMatchObject({ state: 'saved', version: 2, isDirty: false });
  });

  it('follows a save under way with what was typed meanwhile, on the new version', async () => {
    draft.edit({ text: 'a' });
    const flushed = draft.flush();
    draft.edit({ text: 'ab' });
    await flushed;
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.saves.map(({ text, version }) => [text, version])).toEqual([
      ['a', 1],
      ['ab', 2],
    ]);
    expect(server.kept.text).toBe('ab');
  });

  it('tries again while the server is away, and loses nothing', async () => {
    server.failWith = 'away';
    draft.edit({ text: 'kept' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(draft.state).toBe('retrying');
    expect(server.saves.length).toBeGreaterThan(1);
    server.failWith = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(draft.state).toBe('saved');
    expect(server.kept.text).toBe('kept');
  });

  it('stops at a conflict until the user decides', async () => {
    server.kept = { ...start, text: 'theirs', version: 5 };
    draft.edit({ text: 'mine' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(draft.state).toBe('conflict');
    draft.edit({ text: 'mine too' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.saves).toHaveLength(1);
    expect(server.kept.text).toBe('theirs');

    draft.rebase(server.kept, 'mine');
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.kept.text).toBe('mine too');
    expect(draft.state).toBe('saved');
  });

  it('can take the other version after a conflict', async () => {
    server.kept = { ...start, text: 'theirs', version: 5 };
    draft.edit({ text: 'mine' });
    await vi.advanceTimersByTimeAsync(1000);
    draft.rebase(server.kept, 'theirs');
    expect(draft).toMatchObject({ state: 'saved', version: 5 });
    expect(draft.content.text).toBe('theirs');
  });

  it('does not repeat a save that the server refused for its content', async () => {
    server.failWith = 'bad_request';
    draft.edit({ text: 'too long' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.saves).toHaveLength(1);
    expect(draft).toMatchObject({ state: 'failed', isDirty: true });
  });
});
