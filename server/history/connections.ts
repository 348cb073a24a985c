import { type ConnectionPolicy, connectionPolicySchema } from '../../lib/contract/connection.ts';
import { JoineryError } from '../errors.ts';
import type { Client } from './database.ts';
import { serially, stored } from './database.ts';
import type { Connection as ConnectionRecord } from './generated/client.ts';

/** A connection as it is kept: options as written, secrets among them sealed. */
export interface KeptConnection {
  readonly id: string;
  readonly driver: string;
  readonly color?: number | undefined;
  readonly mark?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly policy: ConnectionPolicy;
  readonly version: number;
}

/** The policy chosen here for a connection of config.yaml. */
export interface KeptPolicy {
  readonly connection: string;
  readonly policy: ConnectionPolicy;
  readonly version: number;
}

/** Connections added in the browser, on disk when the promise has settled. */
export interface ConnectionRecords {
  list(): Promise<KeptConnection[]>;
  /** Throws `conflict` if there is one of that name, in whatever case. */
  insert(connection: Omit<KeptConnection, 'version'>): Promise<KeptConnection>;
  /** Replaces the one of this `version`; throws `conflict` if another is kept, `unknown_connection` if none is. */
  update(connection: KeptConnection): Promise<KeptConnection>;
  /** Throws `unknown_connection`. */
  remove(id: string): Promise<void>;
  policies(): Promise<KeptPolicy[]>;
  /** `version` is the one kept, 0 for none; throws `conflict`. */
  savePolicy(policy: KeptPolicy): Promise<KeptPolicy>;
}

export function connectionRecords(client: Client): ConnectionRecords {
  return {
    list: () =>
      stored(async () =>
        (await client.connection.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(fromRecord),
      ),
    insert: (connection) => stored(() => insert(client, connection)),
    update: (connection) => stored(() => update(client, connection)),
    remove: (id) =>
      stored(async () => {
        const { count } = await client.connection.deleteMany({ where: { id } });
        if (count === 0) throw unknownConnection(id);
      }),
    policies: () =>
      stored(async () =>
        (await client.configConnectionPolicy.findMany()).map(({ connection, policy, version }) => ({
          connection,
          policy: readPolicy(policy),
          version,
        })),
      ),
    savePolicy: (policy) => stored(() => savePolicy(client, policy)),
  };
}

async function insert(client: Client, connection: Omit<KeptConnection, 'version'>): Promise<KeptConnection> {
  const foldedId = connection.id.toLowerCase();
  const record = await serially(client, `connection ${foldedId}`, async (transaction) => {
    const twin = await transaction.connection.findUnique({ where: { foldedId } });
    if (twin !== null) {
      throw new JoineryError('conflict', `There is a connection ${twin.id} already.`, {
        connection: twin.id,
        option: 'id',
        hint: 'Choose another name.',
      });
    }
    return transaction.connection.create({ data: { id: connection.id, foldedId, version: 1, ...fields(connection) } });
  });
  return fromRecord(record);
}

/** The check of the version and the write are one statement. */
async function update(client: Client, connection: KeptConnection): Promise<KeptConnection> {
  const { id, version } = connection;
  const [record] = await client.connection.updateManyAndReturn({
    where: { id, version },
    data: { ...fields(connection), version: { increment: 1 } },
  });
  if (record !== undefined) return fromRecord(record);
  if ((await client.connection.findUnique({ where: { id } })) === null) throw unknownConnection(id);
  throw changedMeanwhile(id);
}

async function savePolicy(client: Client, { connection, policy, version }: KeptPolicy): Promise<KeptPolicy> {
  const text = JSON.stringify(policy);
  await serially(client, `policy ${connection}`, async (transaction) => {
    const known = await transaction.configConnectionPolicy.findUnique({ where: { connection } });
    if ((known?.version ?? 0) !== version) throw changedMeanwhile(connection);
    const data = { policy: text, version: version + 1, updatedAt: new Date() };
    await transaction.configConnectionPolicy.upsert({
      where: { connection },
      create: { connection, ...data },
      update: data,
    });
  });
  return { connection, policy, version: version + 1 };
}

const fields = ({ driver, color, mark, options, policy }: Omit<KeptConnection, 'version'>) => ({
  driver,
  color: color ?? null,
  mark: mark ?? null,
  options: JSON.stringify(options),
  policy: JSON.stringify(policy),
  updatedAt: new Date(),
});

function fromRecord(record: ConnectionRecord): KeptConnection {
  return {
    id: record.id,
    driver: record.driver,
    ...(record.color === null ? {} : { color: record.color }),
    ...(record.mark === null ? {} : { mark: record.mark }),
    options: readOptions(record.options),
    policy: readPolicy(record.policy),
    version: record.version,
  };
}

function readOptions(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const readPolicy = (text: string): ConnectionPolicy => connectionPolicySchema.parse(JSON.parse(text));

const unknownConnection = (id: string): JoineryError =>
  new JoineryError('unknown_connection', `There is no connection "${id}" that was added here.`);

const changedMeanwhile = (id: string): JoineryError =>
  new JoineryError('conflict', `${id} was changed in another window meanwhile; nothing was overwritten.`, {
    connection: id,
    hint: 'Open it again to see what it is now.',
  });
