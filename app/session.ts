import { serverHost } from '../server/index.ts';

/** Throws `unauthorized` unless the request is somebody's. The server checks each request before; actions and routes check again. */
export async function requireSession(): Promise<void> {
  serverHost().access.current();
}
