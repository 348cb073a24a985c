/** What "Test connection" finds: the version, the catalog, and whether Trino would let the account write. */
import { JoineryError } from '../../errors.ts';
import type { ConnectionTest } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import type { TrinoClient } from './client.ts';
import type { TrinoOptions } from './config.ts';
import { quoteIdentifier } from './dialect.ts';

export async function testAccount(
  client: TrinoClient,
  options: TrinoOptions,
  connection: string,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  const started = performance.now();
  const [version] = await client.rows('SELECT version()', signal);
  const roundTripMs = performance.now() - started;
  const catalogs = await client.rows(
    `SELECT connector_name FROM system.metadata.catalogs WHERE catalog_name = ${standardString(options.catalog.toLowerCase())}`,
    signal,
  );
  if (catalogs.length === 0)
    throw new JoineryError('source_unreachable', `Trino has no catalog called ${options.catalog}.`, {
      connection,
      hint: 'Check `catalog` of the connection; SHOW CATALOGS lists those that the account may see.',
    });
  const writable = await mayCreate(client, options, signal);
  return {
    serverLabel: `Trino ${String(version?.[0] ?? '')}`.trim(),
    roundTripMs,
    account: {
      canWrite: writable,
      ...(writable
        ? {
            advice:
              'Joinery reads in read-only transactions. To rule writing out altogether, give the account "read-only" in the access rules of the cluster (file-based access control).',
          }
        : {}),
    },
  };
}

/** Access control is asked before a plan is made, and a plan is not run. */
async function mayCreate(
  client: TrinoClient,
  { catalog, schema }: TrinoOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const name = [catalog, schema, 'joinery_probe'].map(quoteIdentifier).join('.');
  try {
    await client.rows(`EXPLAIN (TYPE VALIDATE) CREATE TABLE ${name} AS SELECT 1 AS a`, signal);
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}
