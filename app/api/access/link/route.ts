import { serverHost } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';
import { linkQuerySchema } from '../schema.ts';

/** What a link is for. Open to whoever has the link. */
export const GET = answer(async (request) => serverHost().access.link(parseQuery(request, linkQuerySchema).token));
