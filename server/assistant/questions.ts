/** What can be asked of a model: each question as the payload that would be sent. */
import type { AssistantPayload, AssistantQuestion } from '../../lib/contract/assistant.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import type { CatalogService, HistoryService } from '../workbench.ts';
import { isCloseCall } from './answers.ts';
import { traceRun } from './describe/compose.ts';
import { joinPayload } from './join-words/propose-join.ts';
import { PayloadBuilder, type PolicyOf, tableName } from './payload.ts';
import {
  chatInstructions,
  describeInstructions,
  describeQuestion,
  dictionaryInstructions,
  dictionaryQuestion,
  rerankInstructions,
  rerankQuestion,
} from './prompts.ts';

export interface QuestionParts {
  readonly catalog: Pick<CatalogService, 'lookup' | 'connections' | 'search'>;
  readonly history: Pick<HistoryService, 'run'>;
  readonly policyOf: PolicyOf;
}

/** At most so many proposals are shown to a model. */
export const MOST_RANKED = 10;

/** The exact text of a question. Nothing is sent. */
export function payloadOf(question: AssistantQuestion, parts: QuestionParts): Promise<AssistantPayload> {
  switch (question.purpose) {
    case 'describe':
      return describePayload(question.runId, parts);
    case 'rerank':
      return rerankPayload(question.suggestions, parts);
    case 'dictionary':
      return dictionaryPayload(question.table, parts);
    case 'join':
      return joinPayload(question, parts).then(({ payload }) => payload);
    case 'chat':
      return chatPayload(question, parts);
  }
}

async function describePayload(
  runId: string,
  { catalog, history, policyOf }: QuestionParts,
): Promise<AssistantPayload> {
  const run = await history.run(runId);
  const { tables, columns } = await traceRun(run, catalog);
  const builder = new PayloadBuilder(policyOf);
  const usedIn = new Set(tables.map(({ connection }) => connection));
  for (const { connection, info } of different(
    tables,
    ({ connection, info }) => `${connection}\0${info.schema}\0${info.name}`,
  )) {
    const table = builder.table(connection, info);
    if (table !== undefined) builder.add(table);
  }
  for (const [position, column] of run.columns.entries()) {
    const { sources = [], expression } = columns[position] ?? {};
    const connections = sources.length === 0 ? [...usedIn] : sources.map(({ connection }) => connection);
    if (!builder.allows(connections)) continue;
    builder.add({
      position,
      name: column.label,
      type: column.type,
      from: sources.map((source) => `${tableName(source)}.${source.column}`),
      ...(expression === undefined ? {} : { expression: builder.sql([...usedIn], expression) }),
    });
  }
  return builder.build(describeInstructions, describeQuestion);
}

async function rerankPayload(
  suggestions: readonly Suggestion[],
  { catalog, policyOf }: QuestionParts,
): Promise<AssistantPayload> {
  const builder = new PayloadBuilder(policyOf);
  const shown = suggestions.slice(0, MOST_RANKED);
  const sides = different(
    shown.flatMap(({ left, right }) => [left, right]),
    tableName,
  );
  const columnsOf = new Map<string, ReadonlySet<string>>();
  for (const side of sides) {
    const info = await catalog.lookup(side.connection, side.schema, side.table);
    const table = builder.table(side.connection, info);
    if (table === undefined) continue;
    columnsOf.set(tableName(side), new Set(info.columns.map(({ name }) => name)));
    builder.add(table);
  }
  const proposals: unknown[] = [];
  for (const { id, left, right, pairs, type, cardinality, evidence } of shuffled(shown)) {
    const [leftColumns, rightColumns] = [columnsOf.get(tableName(left)), columnsOf.get(tableName(right))];
    // What the catalog does not know came from elsewhere and is not passed on.
    if (!pairs.every((pair) => leftColumns?.has(pair.left) && rightColumns?.has(pair.right))) continue;
    const connections = [left.connection, right.connection];
    proposals.push({
      id,
      left: tableName(left),
      right: tableName(right),
      keys: pairs.map((pair) => ({
        left: pair.left,
        right: pair.right,
        normalised: [...pair.leftNormalisers, ...pair.rightNormalisers].map(({ kind }) => kind),
      })),
      type,
      cardinality,
      leftRowsThatMatch: rounded(evidence.leftMatch),
      rightRowsThatMatch: rounded(evidence.rightMatch),
      matchByChance: rounded(evidence.byChance),
      likenessOfNames: rounded(evidence.nameScore),
      keysThatMet: builder.samples(connections, evidence.matchedExamples),
      keysThatDidNot: builder.samples(connections, evidence.unmatchedExamples),
    });
  }
  const close = isCloseCall(shown) ? builder.with(proposals.toReversed(), rerankQuestion) : undefined;
  for (const proposal of proposals) builder.add(proposal);
  const payload = builder.build(rerankInstructions, rerankQuestion);
  return close === undefined ? payload : { ...payload, secondPrompt: close };
}

async function dictionaryPayload(
  { connection, schema, table }: TableReference,
  { catalog, policyOf }: QuestionParts,
): Promise<AssistantPayload> {
  const builder = new PayloadBuilder(policyOf);
  const info = await catalog.lookup(connection, schema, table);
  const described = builder.table(connection, info);
  if (described !== undefined)
    builder.add({
      ...described,
      kind: info.kind,
      refersTo: info.foreignKeys.map(({ columns, targetSchema, targetTable, targetColumns }) => ({
        columns,
        table: tableName({ connection, schema: targetSchema, table: targetTable }),
        targetColumns,
      })),
    });
  return builder.build(dictionaryInstructions, dictionaryQuestion);
}

async function chatPayload(
  { message, sql, tables, error, earlier }: Extract<AssistantQuestion, { purpose: 'chat' }>,
  { catalog, policyOf }: QuestionParts,
): Promise<AssistantPayload> {
  const builder = new PayloadBuilder(policyOf);
  for (const { connection, schema, table } of different(tables, tableName)) {
    const info = await catalog.lookup(connection, schema, table);
    const described = builder.table(connection, info);
    if (described !== undefined) builder.add(described);
  }
  const connections = [...new Set(tables.map(({ connection }) => connection))];
  // Names may stand in the SQL that the tables do not tell: every connection that it mentions counts.
  const all = catalog.connections().connections.map(({ id }) => id);
  builder.conversation(earlier, all);
  const mentioned = all.filter((id) => new RegExp(`(?<![\\w])"?${id}"?\\s*\\.`, 'i').test(sql));
  const statement = sql === '' ? undefined : builder.sql([...new Set([...connections, ...mentioned])], sql);
  if (statement !== undefined) builder.add({ statement });
  // A message of the engine may repeat names and values of the statement.
  if (error !== undefined && statement !== undefined) builder.add({ error: builder.sql([], error) });
  return builder.build(chatInstructions, message);
}

const rounded = (share: number | undefined): number | undefined =>
  share === undefined ? undefined : Math.round(share * 100) / 100;

function different<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** The order in which proposals stand must not lead the model; the same proposals give the same text, so that what was shown is what is sent. */
function shuffled(suggestions: readonly Suggestion[]): Suggestion[] {
  return suggestions.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
