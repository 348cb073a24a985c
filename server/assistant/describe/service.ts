import { type ResultDescription, resultDescriptionSchema } from '../../../lib/contract/description.ts';
import { JoineryError } from '../../errors.ts';
import type { AssistantRecords } from '../../history/index.ts';
import type { CatalogService, DescriptionService, HistoryService } from '../../workbench.ts';
import { composeDescription, type NotesOf, type NullShares } from './compose.ts';
import { dbtYaml } from './dbt.ts';
import { withEarlierTexts } from './keep.ts';
import { markdownOf } from './markdown.ts';

export interface DescribeParts {
  readonly catalog: Pick<CatalogService, 'lookup' | 'connections'>;
  readonly history: Pick<HistoryService, 'run'>;
  readonly records: AssistantRecords;
  readonly notesOf?: NotesOf | undefined;
  readonly nullShares?: NullShares | undefined;
}

export function createDescriptions({
  catalog,
  history,
  records,
  notesOf,
  nullShares,
}: DescribeParts): DescriptionService {
  const get = async (runId: string): Promise<ResultDescription> => {
    const kept = await records.description(runId);
    if (kept !== undefined) return kept;
    const run = await history.run(runId);
    const composed = await composeDescription(run, { catalog, notesOf, nullShares });
    const earlier = run.documentId === undefined ? undefined : await records.latestOfDocument(run.documentId);
    return earlier === undefined ? composed : withEarlierTexts(composed, earlier);
  };
  return {
    get,
    async save(description) {
      const parsed = resultDescriptionSchema.parse(description);
      const run = await history.run(parsed.runId);
      const isForRun =
        parsed.columns.length === run.columns.length &&
        parsed.columns.every(({ position, label }, index) => position === index && label === run.columns[index]?.label);
      if (!isForRun) throw new JoineryError('bad_request', 'The description names other columns than the result has.');
      return records.saveDescription({ ...parsed, documentId: run.documentId });
    },
    async exportAs(runId, format) {
      const description = await get(runId);
      const name = fileNameOf(description.title);
      return format === 'dbt'
        ? { fileName: `${name}.yml`, text: dbtYaml(description, name) }
        : { fileName: `${name}.md`, text: markdownOf(description) };
    },
  };
}

/** `Orders and accounts` becomes `orders_and_accounts`: also the model's name for dbt. */
function fileNameOf(title: string): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[a-z]/.test(name) ? name : `result${name === '' ? '' : `_${name}`}`;
}
