import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../lib/contract/run.ts';
import { observedIn } from './observed.ts';
import type { FetchPlan } from './plan-fetches.ts';

const ended = (state: Partial<Fetch>, plan: Partial<FetchPlan> = {}) => ({
  plan: { observationKey: 'k', reducers: [], ...plan } as unknown as FetchPlan,
  entry: { snapshot: { status: 'done', capped: false, rows: 5, ...state } as Fetch },
});

describe('what a run saw', () => {
  it('is remembered of fetches that were read whole', () => {
    expect(observedIn([ended({})])).toEqual([{ key: 'k', rows: 5 }]);
  });

  it('is not remembered where it says nothing about the next run', () => {
    expect(observedIn([ended({ capped: true }), ended({ status: 'cancelled' })])).toEqual([]);
    expect(observedIn([ended({}, { observationKey: undefined })])).toEqual([]);
    expect(observedIn([ended({ isInPlace: true, rows: 0 })])).toEqual([]);
    const unsent = { reducers: [{ from: 0, fromColumn: 'id', column: 'id', form: 'none' as const }] };
    expect(observedIn([ended(unsent)])).toEqual([]);
  });
});
