import { acceptLinkSchema } from '../../../../lib/contract/person.ts';
import { serverHost } from '../../../../server/index.ts';
import { answer, parseBody } from '../../answer.ts';
import { withCookies } from '../with-cookies.ts';

/** Uses up a link of set-up, an invitation or a new password, and opens a session. Open to whoever has the link. */
export const POST = answer(async (request) =>
  withCookies(await serverHost().access.accept(await parseBody(request, acceptLinkSchema), request.headers)),
);
