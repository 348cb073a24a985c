/** A pair of columns that somebody else thought of, such as a model: shown only if the data speaks for it. */
import type { Suggestion, TableReference } from '../../../lib/contract/suggestion.ts';
import type { CatalogService } from '../../workbench.ts';
import { findPairs } from './candidates/find-pairs.ts';
import { suggestionCards } from './cards/suggestion-cards.ts';
import { SHOWN_FROM } from './edges/decide.ts';
import { edgeConfidence } from './edges/judge.ts';
import { pairEdges, scorePairs } from './edges/pair-edges.ts';
import { PROBED_KEYS } from './read/limits.ts';
import type { LiveTable } from './read/live-table.ts';
import type { TableReader } from './read/table-reader.ts';
import { findTables, liveTables } from './suggest-tables.ts';
import { NormalisedValues } from './values/find-steps.ts';
import { suggestModel } from './weights/model.ts';

export interface Candidate {
  readonly left: TableReference;
  readonly leftColumn: string;
  readonly right: TableReference;
  readonly rightColumn: string;
}

/** Of the rows that refer, so many must meet beyond chance ... */
const MIN_CORRECTED = 0.2;
/** ... by so many different keys, unless there are fewer. */
const MIN_SHARED = 3;
/** What statistics alone did not propose stays "possible", however well it fits. */
const MOST_CONFIDENCE = 0.59;

/** Undefined where the columns are not there, could not be compared, or do not meet beyond chance. */
export async function checkCandidate(
  { left, leftColumn, right, rightColumn }: Candidate,
  reader: TableReader,
  catalog: Pick<CatalogService, 'lookup'>,
): Promise<Suggestion | undefined> {
  const { found } = await findTables([left, right], (connection, schema, name) =>
    catalog.lookup(connection, schema, name),
  );
  const [one, other] = liveTables(found, reader);
  if (one === undefined || other === undefined) return undefined;
  await Promise.all([one.readSample(), other.readSample()]);
  for (const [table, column] of [
    [one, leftColumn],
    [other, rightColumn],
  ] as const)
    if (table.mayBeDeepened(column)) await table.deepen(column);
  await other.probe(rightColumn, keysOf(one, leftColumn));
  await one.probe(leftColumn, keysOf(other, rightColumn));
  const pairs = findPairs(one.profile, other.profile, new NormalisedValues());
  const pair = pairs.find(({ fromTable, from, to }) => {
    const [mine, theirs] = fromTable === one.profile ? [from.name, to.name] : [to.name, from.name];
    return mine === leftColumn && theirs === rightColumn;
  });
  const { values } = pair ?? {};
  if (pair === undefined || values === undefined) return undefined;
  const wanted = Math.min(MIN_SHARED, values.from.distinct);
  if (values.corrected < MIN_CORRECTED || values.overlap.shared < wanted || wanted === 0) return undefined;
  const model = suggestModel();
  const [edge] = await pairEdges(scorePairs([pair], model), async () => undefined);
  if (edge === undefined) return undefined;
  const confidence = Math.min(MOST_CONFIDENCE, Math.max(SHOWN_FROM, edgeConfidence(edge, model)));
  const { suggestions } = suggestionCards(
    { proposals: [{ kind: 'edge', edge, confidence }], tree: [] },
    { isProvisional: () => false, notes: () => ({ warnings: [] }) },
  );
  return suggestions[0];
}

function keysOf({ profile }: LiveTable, column: string): string[] {
  const values = profile.columns.find(({ name }) => name === column)?.values;
  return [...(values?.counts.keys() ?? [])].slice(0, PROBED_KEYS);
}
