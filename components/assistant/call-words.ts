import type { AssistantCall } from '../../lib/contract/assistant.ts';
import type { AiPolicy } from '../../lib/contract/connection.ts';

const purposes: Readonly<Record<string, string>> = {
  describe: 'Describe result',
  rerank: 'Order joins',
  join: 'Join in words',
  dictionary: 'Dictionary',
  chat: 'Question',
};
export const purposeWords = (purpose: string): string => purposes[purpose] ?? purpose;

export const policyShort: Readonly<Record<AiPolicy, string>> = {
  never: 'nothing',
  names: 'names',
  names_and_comments: 'names, comments',
  masked_samples: 'names, comments, shapes of samples',
};

export const outcomeWords: Readonly<Record<AssistantCall['outcome'], string>> = {
  ok: 'answered',
  failed: 'failed',
  stopped: 'stopped',
};

/** Day and minute, in the reader's zone. */
export const callTime = (at: string): string =>
  new Date(at).toLocaleString('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' });

/** Most questions cost a small part of a unit of any currency. */
export const costText = (cost: number): string => cost.toFixed(cost !== 0 && cost < 0.1 ? 4 : 2);

/** Undefined where no call has a price. */
export function totalCost(calls: readonly AssistantCall[]): number | undefined {
  const costs = calls.flatMap(({ cost }) => cost ?? []);
  return costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0);
}
