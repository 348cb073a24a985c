import { serverHost } from '../../../../server/index.ts';
import { answer } from '../../answer.ts';

/** How people sign in here. Open to anybody. */
export const GET = answer(async () => serverHost().access.options());
