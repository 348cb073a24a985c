import { expect, it } from 'vitest';
import type { AssistantCall } from '../../lib/contract/assistant.ts';
import { costText, purposeWords, totalCost } from './call-words.ts';

const call = (cost?: number): AssistantCall => ({
  id: '1',
  at: '2026-01-01T00:00:00Z',
  who: 'local',
  purpose: 'chat',
  provider: 'openai',
  model: 'm',
  connections: [],
  payloadChars: 1,
  ms: 1,
  outcome: 'ok',
  ...(cost === undefined ? {} : { cost }),
});

it('adds up what has a price, and says nothing where nothing has', () => {
  expect(totalCost([call(), call()])).toBeUndefined();
  expect(totalCost([call(0.002), call(), call(0.001)])).toBeCloseTo(0.003);
});

it('shows small costs as they are', () => {
  expect([0, 0.00042, 1.5].map(costText)).toEqual(['0.00', '0.0004', '1.50']);
  expect([purposeWords('rerank'), purposeWords('new')]).toEqual(['Order joins', 'new']);
});
