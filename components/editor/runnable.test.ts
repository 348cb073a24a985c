import { describe, expect, it } from 'vitest';
import { duckdbRules } from '../../lib/sql/dialect.ts';
import { runnableAt } from './runnable.ts';

const text = 'SELECT 1;\n\nSELECT 2;\nSELECT 3';

describe('runnableAt', () => {
  it('is the statement at the cursor, with its offset', () => {
    expect(runnableAt(text, 12, 12, duckdbRules)).toEqual({
      kind: 'statement',
      statements: [{ text: 'SELECT 2', offset: 11 }],
    });
  });

  it('is the selection if there is one, as it is and where it is', () => {
    expect(runnableAt(text, 7, 8, duckdbRules)).toEqual({ kind: 'selection', statements: [{ text: '1', offset: 7 }] });
    const two = runnableAt(text, 0, 19, duckdbRules);
    expect(two.statements).toEqual([
      { text: 'SELECT 1', offset: 0 },
      { text: 'SELECT 2', offset: 11 },
    ]);
  });

  it('is nothing where there is no statement', () => {
    expect(runnableAt('', 0, 0, duckdbRules).kind).toBe('nothing');
    expect(runnableAt(text, 9, 11, duckdbRules).kind).toBe('nothing');
  });
});
