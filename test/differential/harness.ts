/** Everything that a case runs on: the sources, the oracle and the engine, and the world that is in them now. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pushdown } from '../../lib/contract/run.ts';
import type { Connector } from '../../server/connectors/connector.ts';
import type { StoredResult } from '../../server/engine/engine.ts';
import { LocalEngine } from '../../server/engine/local-engine.ts';
import { JoineryError } from '../../server/errors.ts';
import { KEPT } from './generate/relations.ts';
import { observed, type SeenFetch } from './observed.ts';
import { Oracle } from './oracle.ts';
import { errorOutcome, type Outcome } from './outcome.ts';
import { sourceNames } from './placement.ts';
import { readSchema, type Schema } from './schema.ts';
import { type Source, startSources } from './sources.ts';
import type { World } from './world.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface EngineRun {
  readonly outcome: Outcome;
  readonly fetches: readonly SeenFetch[];
  /** `connection: SQL` of each fetch in the ledger. */
  readonly sent: readonly string[];
}

export class Harness {
  readonly oracle: Oracle;
  readonly #sources: readonly Source[];
  readonly #folder: string;
  readonly #engine: LocalEngine;
  readonly #connectors = new Map<string, Connector>();
  #seen: SeenFetch[] = [];
  #schema: Schema | undefined;
  #kept: StoredResult | undefined;
  #runs = 0;

  private constructor(sources: readonly Source[], oracle: Oracle, folder: string) {
    this.#sources = sources;
    this.oracle = oracle;
    this.#folder = folder;
    this.#engine = new LocalEngine({
      reducesAlways: true,
      connectionIds: sourceNames,
      connector: (id) => this.connector(id),
      catalog: { lookup: async (id, schema, name) => this.#lookup(id, schema, name) },
      storedResult: async (name) => {
        if (name === KEPT && this.#kept !== undefined) return this.#kept;
        throw new JoineryError('unknown_table', `There is no stored result "${name}".`);
      },
      tempDir: folder,
      limits: { runTimeMs: 60_000, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
      log: quiet,
    });
  }

  static async start(): Promise<Harness> {
    const sources = await startSources();
    const folder = await mkdtemp(path.join(tmpdir(), 'joinery-differential-'));
    return new Harness(sources, await Oracle.create(), folder);
  }

  /** Puts a world into every source and the oracle. */
  async fill(world: World): Promise<Schema> {
    await this.#closeConnectors();
    for (const source of this.#sources) {
      await source.fill(world.tables);
      this.#connectors.set(
        source.name,
        observed(source.connect(source.name === 'my' ? { zeroDates: world.zeroDates } : {}), (fetch) =>
          this.#seen.push(fetch),
        ),
      );
    }
    this.#schema = await readSchema(world, this.#sources, this.#connectors);
    await this.oracle.fill(this.#schema);
    const { kept } = this.#schema;
    const resultPath = path.join(this.#folder, `kept${++this.#runs}.duckdb`);
    await this.oracle.keep(kept, resultPath);
    const columns = kept.columns.map(({ name, type }) => ({ name, label: name, type }));
    this.#kept = { path: resultPath, columns, rows: kept.table.rows.length };
    return this.#schema;
  }

  get schema(): Schema {
    if (this.#schema === undefined) throw new Error('No world has been put in yet.');
    return this.#schema;
  }

  connector(id: string): Connector {
    const connector = this.#connectors.get(id);
    if (connector === undefined) throw new JoineryError('unknown_connection', `There is no connection "${id}".`);
    return connector;
  }

  async runEngine(text: string, pushdown: Pushdown): Promise<EngineRun> {
    const runId = `run${++this.#runs}`;
    const resultPath = path.join(this.#folder, `${runId}.duckdb`);
    this.#seen = [];
    let sent: readonly string[] = [];
    try {
      const request = { runId, text, target: 'federated', rowLimit: null, pushdown, resultPath } as const;
      const answer = await this.#engine.run(request, new AbortController().signal, ({ fetches }) => {
        sent = fetches.map(({ connection, sql }) => `${connection}: ${sql}`);
      });
      const columns = answer.columns.map(({ name, type }) => ({ name, type }));
      const rows = await this.oracle.readResult(
        resultPath,
        columns.map(({ type }) => type),
      );
      return { outcome: { kind: 'rows', columns, rows }, fetches: this.#seen, sent };
    } catch (thrown) {
      return { outcome: errorOutcome(thrown), fetches: this.#seen, sent };
    } finally {
      await rm(resultPath, { force: true });
    }
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await this.#closeConnectors();
    this.oracle.close();
    for (const source of this.#sources) await source.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #closeConnectors(): Promise<void> {
    for (const connector of this.#connectors.values()) await connector.close();
    this.#connectors.clear();
  }

  #lookup(id: string, schema: string | undefined, name: string) {
    const found = this.#schema?.tables.find(
      ({ source, info, defaultSchema }) =>
        source === id &&
        info.schema.toLowerCase() === (schema ?? defaultSchema).toLowerCase() &&
        info.name.toLowerCase() === name.toLowerCase(),
    );
    if (found === undefined)
      throw new JoineryError('unknown_table', `${id} has no table "${name}".`, { connection: id });
    return found.info;
  }
}
