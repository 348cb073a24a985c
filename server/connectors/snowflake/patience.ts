/**
 * How often Snowflake's client asks again when a wire breaks. Left alone it tries for more than a minute, about which nobody is told; its interface has no
 * setting for it (`retryTimeout` counts for signing in only, and never less than five minutes), so its modules are told. They are pinned exactly, and the
 * tests of a cut wire fail when they change.
 */
import { createRequire } from 'node:module';

/** A short break of the network is outlived: some seconds in all. */
const tries = { maxRetries: 3, sleepBase: 1, sleepCap: 4 } as const;

interface HttpClient {
  interceptors: {
    request: { use(change: (request: { snowflakeRetryConfig?: object }) => object): unknown };
  };
}
interface ConnectionSettings {
  prototype: Record<'getRetryLargeResultSetMaxNumRetries' | 'getRetryLargeResultSetMaxSleepTime', () => number>;
}

let isLimited = false;

/** Holds for the whole process; once is enough. */
export function limitPatience(): void {
  if (isLimited) return;
  const load = createRequire(import.meta.url);
  const http: { default: HttpClient } = load('snowflake-sdk/dist/lib/http/axios_instance.js');
  const settings: ConnectionSettings = load('snowflake-sdk/dist/lib/connection/connection_config.js');
  http.default.interceptors.request.use((request) => {
    request.snowflakeRetryConfig = tries;
    return request;
  });
  // The parts of a large answer are asked for in another way.
  settings.prototype.getRetryLargeResultSetMaxNumRetries = () => tries.maxRetries;
  settings.prototype.getRetryLargeResultSetMaxSleepTime = () => tries.sleepCap;
  isLimited = true;
}
