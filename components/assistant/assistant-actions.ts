import type { ActionAnswer } from '../../lib/client/answer.ts';
import type { DescriptionFormat, ResultDescription } from '../../lib/contract/description.ts';

/** Server actions of the assistant; the route passes them in. */
export interface AssistantActions {
  describe(runId: string): Promise<ActionAnswer<ResultDescription>>;
  saveDescription(description: ResultDescription): Promise<ActionAnswer<ResultDescription>>;
  exportDescription(
    runId: string,
    format: DescriptionFormat,
  ): Promise<ActionAnswer<{ readonly fileName: string; readonly text: string }>>;
}
