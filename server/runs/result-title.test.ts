import { describe, expect, it } from 'vitest';
import type { SqlDocument } from '../../lib/contract/document.ts';
import type { Run } from '../../lib/contract/run.ts';
import { resultTitle } from './result-title.ts';

const run = (text: string, documentId?: string): Run =>
  ({ text, ...(documentId === undefined ? {} : { documentId }) }) as Run;
const tabs = (title: string) => ({ document: async (): Promise<SqlDocument> => ({ title }) as SqlDocument });

describe('the title of a stored result', () => {
  it('is that of its tab', async () => {
    expect(await resultTitle(run('SELECT 1', 'd1'), tabs('Orders by owner'))).toBe('Orders by owner');
  });

  it('is how the statement begins where the tab has none of its own, or is gone', async () => {
    expect(await resultTitle(run('SELECT\n  1', 'd1'), tabs('Untitled 3'))).toBe('SELECT 1');
    expect(await resultTitle(run('SELECT 1', 'd1'), { document: () => Promise.reject(new Error('gone')) })).toBe(
      'SELECT 1',
    );
    expect(await resultTitle(run(`SELECT ${'x'.repeat(200)}`), tabs('no tab'))).toMatch(/^SELECT x{72}…$/);
  });
});
