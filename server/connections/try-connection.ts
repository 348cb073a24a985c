/** Tries options that may never have been kept: a connector of its own, closed again whatever happens. */
import type { ConnectionTestAnswer } from '../../lib/contract/connection.ts';
import type { ConnectorContext, Driver } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';

export const TEST_TIME_MS = 20_000;

/** Throws the driver's error; `source_timeout` after `TEST_TIME_MS`. */
export async function testConnection(
  driver: Driver,
  options: unknown,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<ConnectionTestAnswer> {
  const late = AbortSignal.timeout(TEST_TIME_MS);
  const connector = driver.create(options, context);
  try {
    const { serverLabel, roundTripMs, account } = await connector.test(AbortSignal.any([signal, late]));
    const { canWrite, advice } = account;
    return { serverLabel, roundTripMs, account: { canWrite, ...(advice === undefined ? {} : { advice }) } };
  } catch (thrown) {
    if (signal.aborted || !late.aborted) throw thrown;
    throw new JoineryError('source_timeout', `${context.id} did not answer within ${TEST_TIME_MS / 1000} seconds.`, {
      connection: context.id,
      hint: 'Is the address right, and is nothing (a firewall, a VPN) in between?',
      cause: thrown,
    });
  } finally {
    await connector.close();
  }
}
