import type { WhoAmI } from '../lib/contract/person.ts';
import { toJoineryError } from '../server/errors.ts';
import { serverHost, workbench } from '../server/index.ts';

/** Throws `unauthorized` unless the request is somebody's. The server checks each request before; actions and routes check again. */
export async function requireSession(): Promise<void> {
  serverHost().access.current();
}

/** Who asks for the page; undefined on pages that are open to those who have not signed in. */
export async function whoIsHere(): Promise<WhoAmI | undefined> {
  try {
    return await (await workbench()).people.whoAmI();
  } catch (thrown) {
    if (toJoineryError(thrown).code === 'unauthorized') return undefined;
    throw thrown;
  }
}
