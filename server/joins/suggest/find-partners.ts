/** "Which tables join to this one?" over whole connections: all tables by name and by kept profiles, the likeliest few by their data. */
import { setImmediate } from 'node:timers/promises';
import type { SuggestFrame, TableReference } from '../../../lib/contract/suggestion.ts';
import { Cancelled } from '../../errors.ts';
import type { CatalogService } from '../../workbench.ts';
import { edgesOf, prepareQuickly } from './edges/analyse-pair.ts';
import { edgeConfidence } from './edges/judge.ts';
import { proposeUnion } from './edges/union.ts';
import type { ProfileStore } from './memory/profile-store.ts';
import { sameTable } from './profile/table-profile.ts';
import { LiveTable } from './read/live-table.ts';
import type { TableReader, TableRef } from './read/table-reader.ts';
import { findTables, type SuggestSurroundings, suggestTables } from './suggest-tables.ts';
import { NormalisedValues } from './values/find-steps.ts';
import { suggestModel } from './weights/model.ts';

export interface PartnerSurroundings {
  readonly reader: TableReader;
  readonly allowsProbes: (connection: string) => boolean;
  readonly catalog: CatalogService;
  readonly profiles: ProfileStore;
  readonly remembered: (
    tables: readonly TableReference[],
  ) => Promise<Pick<SuggestSurroundings, 'remembered' | 'dismissed' | 'onProposed'>>;
  readonly signal: AbortSignal;
}

/** Tables of all connections that are judged by name, and of those how many by their data. */
const MAX_JUDGED_TABLES = 5_000;
const MAX_ASKED_TABLES = 8;
/** Kept profiles compared by value: reading them is cheap, comparing is not free. */
const MAX_COMPARED_PROFILES = 200;
const PAGE = 500;

interface Candidate {
  readonly table: LiveTable;
  readonly confidence: number;
}

export async function* findPartners(
  reference: TableReference,
  around: PartnerSurroundings,
): AsyncGenerator<SuggestFrame> {
  const startedMs = performance.now();
  const { reader, allowsProbes, catalog, signal } = around;
  const { found, problems } = await findTables([reference], (connection, schema, name) =>
    catalog.lookup(connection, schema, name),
  );
  const [own] = found;
  if (own === undefined) {
    yield {
      ...emptyFrame(reader, performance.now() - startedMs),
      abstention: 'The table could not be found.',
      problems,
    };
    return;
  }
  const table = await liveTable(own, around);
  if (allowsProbes(own.connection) && !table.hasSample) await table.readSample();
  await keep(table, around);
  const candidates: Candidate[] = [];
  const normalised = new NormalisedValues();
  for await (const other of otherTables(own, around)) {
    if (signal.aborted) throw new Cancelled();
    await setImmediate();
    const edges = await edgesOf(prepareQuickly(table, other, normalised), suggestModel());
    const confidence = Math.max(
      0,
      ...edges.map((edge) => edgeConfidence(edge, suggestModel())),
      proposeUnion(table.profile, other.profile)?.confidence ?? 0,
    );
    candidates.push({ table: other, confidence });
    candidates.sort((one, two) => two.confidence - one.confidence);
    candidates.length = Math.min(candidates.length, MAX_ASKED_TABLES);
  }
  const likely = candidates.filter(({ confidence }) => confidence >= 0.1).map((candidate) => candidate.table);
  yield* askAbout(table, likely, { around, problems, startedMs });
}

async function* askAbout(
  table: LiveTable,
  likely: readonly LiveTable[],
  {
    around,
    problems,
    startedMs,
  }: { around: PartnerSurroundings; problems: SuggestFrame['problems']; startedMs: number },
): AsyncGenerator<SuggestFrame> {
  const { reader, allowsProbes } = around;
  const memory = await around.remembered([table, ...likely].map(({ profile }) => profile.reference));
  const suggestions: SuggestFrame['suggestions'] = [];
  for (const other of likely) {
    for await (const frame of suggestTables([table, other], { reader, allowsProbes, ...memory })) {
      if (!frame.isDone) continue;
      suggestions.push(...frame.suggestions);
      problems.push(
        ...frame.problems.filter(({ table: one }) => !problems.some((known) => sameTable(known.table, one))),
      );
    }
    await keep(other, around);
    suggestions.sort((one, two) => two.confidence - one.confidence);
    yield {
      ...emptyFrame(reader, performance.now() - startedMs),
      suggestions: [...suggestions],
      stage: 'probing',
      isDone: false,
      problems: [...problems],
    };
  }
  const abstention =
    suggestions.length === 0
      ? { abstention: 'No table of any connection joins to this one by what is known of them.' }
      : {};
  yield { ...emptyFrame(reader, performance.now() - startedMs), ...abstention, suggestions, problems: [...problems] };
}

const emptyFrame = (reader: TableReader, ms: number): SuggestFrame => ({
  suggestions: [],
  tree: [],
  problems: [],
  stage: 'done',
  queries: reader.cost.queries,
  rowsRead: reader.cost.rows,
  ms: Math.round(ms),
  isDone: true,
});

/** All tables of all connections that are known, this one left out. Those with a kept profile bring their values along. */
async function* otherTables(own: TableRef, around: PartnerSurroundings): AsyncGenerator<LiveTable> {
  let judged = 0;
  let compared = 0;
  for (const { id, introspectedAt } of around.catalog.connections().connections) {
    if (introspectedAt === undefined) continue;
    for (const { name: schema } of (await around.catalog.schemas(id)).schemas) {
      for (let offset = 0; judged < MAX_JUDGED_TABLES; offset += PAGE) {
        const page = await around.catalog.tables(id, schema, { offset, limit: PAGE });
        for (const { name } of page.tables) {
          if (id === own.connection && schema === own.info.schema && name === own.info.name) continue;
          judged += 1;
          const ref = { connection: id, info: await around.catalog.lookup(id, schema, name) };
          const isCompared = compared < MAX_COMPARED_PROFILES;
          const other = isCompared ? await liveTable(ref, around) : new LiveTable(ref, around.reader);
          if (other.isFromStore) compared += 1;
          yield other;
        }
        if (offset + PAGE >= page.total) break;
      }
    }
  }
}

async function liveTable(ref: TableRef, { profiles, catalog, reader }: PartnerSurroundings): Promise<LiveTable> {
  const introspectedAt = catalog.connections().connections.find(({ id }) => id === ref.connection)?.introspectedAt;
  const kept = introspectedAt === undefined ? undefined : await profiles.read(ref, introspectedAt, Date.now());
  return new LiveTable(ref, reader, kept);
}

async function keep(table: LiveTable, { profiles, catalog }: PartnerSurroundings): Promise<void> {
  const introspectedAt = catalog
    .connections()
    .connections.find(({ id }) => id === table.ref.connection)?.introspectedAt;
  if (introspectedAt !== undefined && table.hasSample) await profiles.keep(table.profile, introspectedAt, Date.now());
}
