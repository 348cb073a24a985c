/** See ConnectionService in server/workbench.ts for what it promises. */
import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import {
  type ConnectionDetail,
  type ConnectionPolicy,
  type ConnectionTestAnswer,
  connectionPolicySchema,
  type SaveConnection,
} from '../../lib/contract/connection.ts';
import { connectionIdProblem } from '../config/connection-id.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import type { KeptConnection } from '../history/index.ts';
import { redactKnown } from '../secrets/known-secrets.ts';
import { shownOptions } from '../secrets/shown-options.ts';
import type { ConnectionService, HistoryService } from '../workbench.ts';
import { describeDriver } from './describe-driver.ts';
import { guardOptions } from './guard-options.ts';
import { defaultPolicy, type LiveConnection, LiveConnections, type LiveSurroundings } from './live-connections.ts';
import { optionValues } from './option-values.ts';
import { driverOf, resolveKept } from './resolve-connection.ts';
import { sealOptions } from './sealed-options.ts';
import { testConnection } from './try-connection.ts';
import { documentsThatName } from './uses.ts';

export interface ConnectionServiceOptions extends LiveSurroundings {
  readonly baseDir: string;
  readonly dataDir: string;
  readonly history: Pick<HistoryService, 'openDocuments' | 'closedDocuments'>;
  /** How a connection stands, from the catalog. */
  readonly summaries: () => readonly ConnectionSummary[];
}

export class Connections implements ConnectionService {
  readonly live: LiveConnections;
  readonly #options: ConnectionServiceOptions;

  constructor(options: ConnectionServiceOptions) {
    this.#options = options;
    this.live = new LiveConnections(options);
  }

  drivers() {
    return Object.values(this.#options.drivers).map(describeDriver);
  }

  async list(): Promise<ConnectionDetail[]> {
    await this.live.reload();
    return this.live.all.map((connection) => this.#detail(connection));
  }

  async save(request: SaveConnection): Promise<ConnectionDetail> {
    await this.live.reload();
    const known = this.#changeable(request);
    const { kept } = await this.#prepare(request, known);
    const { records } = this.#options;
    const saved = known === undefined ? await records.insert(kept) : await records.update(kept);
    await this.live.reload();
    this.#options.log.info(
      { connection: saved.id },
      `${saved.id} was ${known === undefined ? 'added' : 'changed'} in the workbench`,
    );
    return this.#detail(this.#existing(saved.id));
  }

  async savePolicy(id: string, policy: ConnectionPolicy, version: number): Promise<ConnectionDetail> {
    await this.live.reload();
    const known = this.#existing(id);
    if (known.isPolicyFixed) throw setInConfig(id, 'its policy is set in config.yaml', this.#options.config.path);
    const checked = connectionPolicySchema.parse(policy);
    const { records } = this.#options;
    if (known.kept === undefined) await records.savePolicy({ connection: known.config.id, policy: checked, version });
    else await records.update({ ...known.kept, policy: checked, version });
    await this.live.reload();
    return this.#detail(this.#existing(id));
  }

  policyOf(id: string): ConnectionPolicy {
    return this.live.find(id)?.policy ?? defaultPolicy;
  }

  async test(request: SaveConnection, signal: AbortSignal): Promise<ConnectionTestAnswer> {
    const { drivers, references, baseDir, log } = this.#options;
    try {
      // A new connection has no version, and no part in the secrets of another one.
      const known = request.version === undefined ? undefined : this.#existing(request.id);
      const driver = driverOf(request.driver, request.id, drivers);
      if (known !== undefined && known.kept === undefined) {
        if (known.config.error !== undefined) throw known.config.error;
        return await testConnection(driver, known.config.options, { id: request.id, baseDir, log }, signal);
      }
      const { sealed } = await this.#sealed(request, known?.kept);
      const resolved = await resolveKept(sealed, driver, request.id, { ...this.#options, references });
      return await testConnection(driver, resolved, { id: request.id, baseDir, log }, signal);
    } catch (thrown) {
      if (thrown instanceof Cancelled || signal.aborted) throw thrown;
      if (toJoineryError(thrown).class === 'internal')
        log.error({ connection: request.id, err: thrown }, 'A try of a connection met an unexpected fault');
      return { error: redactedShape(thrown) };
    }
  }

  async uses(id: string) {
    return { documents: await documentsThatName(this.#existing(id).config.id, this.#options.history) };
  }

  async remove(id: string): Promise<void> {
    await this.live.reload();
    const known = this.#existing(id);
    if (known.kept === undefined) throw setInConfig(id, 'it stands in config.yaml', this.#options.config.path);
    await this.#options.records.remove(known.kept.id);
    await this.live.reload();
    this.#options.log.info({ connection: id }, `${id} was removed in the workbench`);
  }

  /** The kept connection that a save replaces; undefined if it makes a new one. */
  #changeable(request: SaveConnection): KeptConnection | undefined {
    const known = this.live.find(request.id);
    if (known !== undefined && known.kept === undefined && request.version !== undefined)
      throw setInConfig(request.id, 'it stands in config.yaml', this.#options.config.path);
    if (request.version !== undefined) return this.#existing(request.id).kept;
    const problem = connectionIdProblem(request.id);
    if (problem !== undefined)
      throw new JoineryError('config_invalid', `${problem.message}.`, { hint: problem.hint, option: 'id' });
    if (known === undefined) return undefined;
    throw new JoineryError('config_invalid', `There is a connection ${known.config.id} already.`, {
      option: 'id',
      hint: 'Choose another name: names that differ only in case are one name in SQL.',
    });
  }

  /** The record that a save keeps, proven to be one that its driver can use. */
  async #prepare(request: SaveConnection, known: KeptConnection | undefined) {
    const { drivers } = this.#options;
    const id = known?.id ?? request.id;
    const driver = driverOf(request.driver, id, drivers);
    if (known !== undefined && known.driver !== request.driver)
      throw new JoineryError('config_invalid', `The driver of ${id} cannot be changed.`, {
        option: 'driver',
        hint: 'Add another connection, and remove this one.',
      });
    this.#checkMark(request);
    const { sealed } = await this.#sealed({ ...request, id }, known);
    await this.#proveUsable(sealed, driver, id);
    const { color, mark, policy } = request;
    const version = request.version ?? 1;
    const kept = {
      id,
      driver: driver.name,
      color,
      mark,
      options: sealed,
      policy: policy ?? known?.policy ?? defaultPolicy,
      version,
    };
    return { kept };
  }

  /** Options must be right when they are kept; what a reference gives may be missing today and there tomorrow. */
  async #proveUsable(sealed: Readonly<Record<string, unknown>>, driver: ReturnType<typeof driverOf>, id: string) {
    try {
      await resolveKept(sealed, driver, id, this.#options);
    } catch (thrown) {
      if (!(thrown instanceof JoineryError) || thrown.code !== 'secret_unavailable') throw thrown;
    }
  }

  async #sealed(request: SaveConnection, known: KeptConnection | undefined) {
    const { drivers, keys, baseDir, dataDir } = this.#options;
    const driver = driverOf(request.driver, request.id, drivers);
    const given = optionValues(request.options, driver);
    guardOptions(given, { baseDir, dataDir });
    const kept = known?.driver === driver.name ? known.options : {};
    const place = { connection: known?.id ?? request.id, secretOptions: driver.secretOptions };
    return { sealed: await sealOptions(given, kept, place, keys) };
  }

  #checkMark({ id, mark }: SaveConnection): void {
    if (mark === undefined) return;
    const owner = this.live.all.find(
      ({ config }) => config.mark.toUpperCase() === mark.toUpperCase() && config.id.toLowerCase() !== id.toLowerCase(),
    );
    if (owner !== undefined)
      throw new JoineryError('config_invalid', `${mark} is the mark of ${owner.config.id}.`, {
        option: 'mark',
        hint: 'Choose two other letters or digits.',
      });
  }

  #existing(id: string): LiveConnection {
    const known = this.live.find(id);
    if (known === undefined) throw new JoineryError('unknown_connection', `There is no connection "${id}".`);
    return known;
  }

  #detail({ config, kept, policy, isPolicyFixed, version }: LiveConnection): ConnectionDetail {
    const { drivers, summaries } = this.#options;
    const driver = drivers[config.driver];
    const found = summaries().find((summary) => summary.id === config.id);
    const { id, color, mark, error } = config;
    const summary: ConnectionSummary = found ?? {
      id,
      driver: config.driver,
      driverLabel: driver?.displayName ?? config.driver,
      color,
      mark,
      status: error === undefined ? 'unknown' : 'misconfigured',
      ...(error === undefined ? {} : { error: redactedShape(error) }),
      tableCount: 0,
      defaultSchema: '',
    };
    const options =
      kept === undefined
        ? (config.written ?? {})
        : shownOptions(kept.options, driver?.secretOptions ?? Object.keys(kept.options));
    return { summary, origin: kept === undefined ? 'config' : 'workbench', options, policy, isPolicyFixed, version };
  }
}

function redactedShape(thrown: unknown) {
  const { message, hint, ...rest } = toJoineryError(thrown).toShape();
  return { ...rest, message: redactKnown(message), ...(hint === undefined ? {} : { hint: redactKnown(hint) }) };
}

const setInConfig = (id: string, why: string, path: string): JoineryError =>
  new JoineryError('forbidden', `${id} cannot be changed here: ${why}.`, {
    connection: id,
    hint: `Change it in ${path} and start Joinery again.`,
  });
