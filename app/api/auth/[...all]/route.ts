import { serverHost } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** Signing in through a provider: its start, and where the provider sends people back to. Everything else is `not_found`. */
const handle = answer(async (request) => serverHost().access.handleProvider(request));

export { handle as GET, handle as POST };
