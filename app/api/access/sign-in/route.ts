import { serverHost } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { signInBodySchema } from '../schema.ts';
import { withCookies } from '../with-cookies.ts';

/** Opens a session with e-mail address and password. Open to anybody; attempts are counted. */
export const POST = answer(async (request) =>
  withCookies(await serverHost().access.signIn(await parseBody(request, signInBodySchema), request.headers)),
);
