/** "Test connection": whether the account could write if Joinery let it, by what Google says that it may do. */
import type { ConnectionTest } from '../connector.ts';
import type { Client } from './client.ts';
import type { BigqueryOptions } from './config.ts';

interface Permitted {
  readonly permissions?: readonly string[];
}

interface DatasetAnswer {
  readonly access?: readonly {
    readonly role?: string;
    readonly userByEmail?: string;
    readonly specialGroup?: string;
  }[];
}

const writing = [
  'bigquery.tables.updateData',
  'bigquery.tables.create',
  'bigquery.tables.delete',
  'bigquery.datasets.create',
];

/** Asks the API for one table of the dataset, as permissions are asked of tables; an empty dataset tells by its own entries. */
export async function accountRights(
  client: Client,
  options: BigqueryOptions,
  signal: AbortSignal,
): Promise<ConnectionTest['account']> {
  const project = options.dataProject ?? options.projectId;
  const dataset = `${encodeURIComponent(project)}/datasets/${encodeURIComponent(options.dataset)}`;
  const table = await client.request<{ tables?: readonly { tableReference?: { tableId?: string } }[] }>(
    { path: `${dataset}/tables`, query: { maxResults: '1' } },
    signal,
  );
  const name = table.tables?.[0]?.tableReference?.tableId;
  const canWrite =
    name === undefined
      ? ownsDataset(await client.request<DatasetAnswer>({ path: dataset }, signal))
      : await mayWrite(client, `${dataset}/tables/${encodeURIComponent(name)}`, signal);
  return canWrite ? { canWrite, advice: advice(options, project) } : { canWrite };
}

async function mayWrite(client: Client, table: string, signal: AbortSignal): Promise<boolean> {
  const { permissions = [] } = await client.request<Permitted>(
    { method: 'POST', path: `${table}:testIamPermissions`, body: { permissions: writing } },
    signal,
  );
  return permissions.length > 0;
}

/** Only whoever may see them gets the entries: they tell nothing certain of this account, so what could be counts as what is. */
const ownsDataset = (dataset: DatasetAnswer): boolean =>
  dataset.access?.some(({ role }) => role === 'WRITER' || role === 'OWNER') ?? false;

function advice(options: BigqueryOptions, project: string): string {
  const member = `serviceAccount:joinery-reader@${options.projectId}.iam.gserviceaccount.com`;
  return [
    'An account that cannot:',
    `gcloud iam service-accounts create joinery-reader --project=${options.projectId}`,
    `gcloud projects add-iam-policy-binding ${options.projectId} --member=${member} --role=roles/bigquery.jobUser`,
    `gcloud projects add-iam-policy-binding ${options.projectId} --member=${member} --role=roles/bigquery.readSessionUser`,
    `bq add-iam-policy-binding --member=${member} --role=roles/bigquery.dataViewer ${project}:${options.dataset}`,
  ].join('\n');
}
