import { serverHost } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';
import { withCookies } from '../with-cookies.ts';

/** Ends the session of this browser. */
export const POST = answer(async (request) => withCookies(await serverHost().access.signOut(request.headers)));
