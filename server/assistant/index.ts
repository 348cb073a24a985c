/** The assistant's front door: descriptions of results, and questions to a model where one is configured. */
import type { AssistantRecords } from '../history/index.ts';
import type { AssistantService, CatalogService, HistoryService } from '../workbench.ts';
import { createDescriptions } from './describe/service.ts';

export interface AssistantParts {
  readonly catalog: CatalogService;
  readonly history: HistoryService;
  readonly records: AssistantRecords;
}

export function createAssistant({ catalog, history, records }: AssistantParts): AssistantService {
  return { descriptions: createDescriptions({ catalog, history, records }) };
}
