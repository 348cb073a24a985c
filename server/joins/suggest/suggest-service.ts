/** Suggestions as the server offers them: with what is remembered, over any tables, and over whole connections. */
import type { SuggestFrame, Suggestion, TableReference } from '../../../lib/contract/suggestion.ts';
import type { Log } from '../../log.ts';
import type { Probes } from '../../probes/probes.ts';
import type { CatalogService, SuggestService } from '../../workbench.ts';
import { type Candidate, checkCandidate } from './check-candidate.ts';
import { findPartners } from './find-partners.ts';
import { Dismissals } from './memory/dismissals.ts';
import { ProfileStore } from './memory/profile-store.ts';
import { countRuns, Remembered, type RunTexts } from './memory/remembered.ts';
import { KeptAnswers } from './read/kept-answers.ts';
import { ProbeReader } from './read/probe-reader.ts';
import { findTables, liveTables, type SuggestSurroundings, suggestTables } from './suggest-tables.ts';

const START_TIMEOUT_MS = 20_000;

export interface SuggestDependencies {
  readonly catalog: CatalogService;
  readonly probes: Probes;
  /** The connection's policy: whether its values may be asked for and keys sent to it. */
  readonly allowsProbes: (connection: string) => boolean;
  /** Dismissals and profiles are kept below it. */
  readonly dataDir: string;
  /** Whether a connection's source groups and filters itself; elsewhere questions about large tables are few. Default: all do. */
  readonly groupsAtSource?: ((connection: string) => boolean) | undefined;
  readonly runTexts: RunTexts;
  /** Who asks, whose dismissals count. Default: the one person of local mode. */
  readonly person?: (() => string) | undefined;
  /** Of one question; default 2,000. */
  readonly probeTimeoutMs?: number | undefined;
  readonly log: Pick<Log, 'debug' | 'warn'>;
}

/** Tries single pairs of columns on the data; those of a connection that allows no questions have no proof. */
export function candidateCheck({
  catalog,
  probes,
  allowsProbes,
  groupsAtSource,
}: Pick<SuggestDependencies, 'catalog' | 'probes' | 'allowsProbes' | 'groupsAtSource'>) {
  return async (candidate: Candidate, signal: AbortSignal): Promise<Suggestion | undefined> => {
    if (![candidate.left, candidate.right].every(({ connection }) => allowsProbes(connection))) return undefined;
    return checkCandidate(candidate, new ProbeReader(probes, signal, undefined, { groupsAtSource }), catalog);
  };
}

export function openSuggestService(dependencies: SuggestDependencies): SuggestService {
  const { catalog, probes, allowsProbes, groupsAtSource, dataDir, runTexts, person, probeTimeoutMs, log } =
    dependencies;
  const dismissals = new Dismissals(dataDir, person);
  const profiles = new ProfileStore(dataDir);
  const kept = new KeptAnswers({
    versionOf: (id) => catalog.connections().connections.find((connection) => connection.id === id)?.introspectedAt,
  });

  /** What was run and dismissed before; without it suggestions still come. */
  async function remembered(
    tables: readonly TableReference[],
  ): Promise<Pick<SuggestSurroundings, 'remembered' | 'dismissed' | 'onProposed'>> {
    const runs = await countRuns(tables, runTexts).catch(() => {
      log.warn('Past runs could not be read; suggestions do without them');
      return new Map<string, number>();
    });
    return {
      remembered: new Remembered(runs, await dismissals.factor()),
      dismissed: await dismissals.ids(),
      onProposed: (id, columns) => dismissals.noteProposed(id, columns),
    };
  }

  /** The engine may have to start first, which is no time of a source. What is wrong with it shows at the first question. */
  const ready = (signal: AbortSignal): Promise<void> =>
    probes.ask('SELECT 1', { maxRows: 1, timeoutMs: START_TIMEOUT_MS, signal }).then(
      () => undefined,
      () => undefined,
    );

  return {
    async *suggest({ tables }, signal): AsyncGenerator<SuggestFrame> {
      const { found, problems } = await findTables(tables, (connection, schema, name) =>
        catalog.lookup(connection, schema, name),
      );
      const reader = new ProbeReader(probes, signal, probeTimeoutMs, { groupsAtSource, kept });
      const isReady = ready(signal);
      const references = found.map(({ connection, info }) => ({ connection, schema: info.schema, table: info.name }));
      yield* suggestTables(liveTables(found, reader), {
        reader,
        allowsProbes,
        problems,
        ready: isReady,
        ...(await remembered(references)),
      });
    },
    async *partnersOf(table, signal): AsyncGenerator<SuggestFrame> {
      const reader = new ProbeReader(probes, signal, probeTimeoutMs, { groupsAtSource, maxCostlyQuestions: 0, kept });
      await ready(signal);
      yield* findPartners(table, { reader, allowsProbes, catalog, profiles, remembered, signal });
    },
    dismiss: (id) => dismissals.dismiss(id),
    restore: (id) => dismissals.restore(id),
  };
}
