import { JoineryError } from '../../../../server/errors.ts';
import { answer } from '../../answer.ts';

/** What is no operation is told as every other failure is, not as a page. */
const unknownOperation = answer(() => {
  throw new JoineryError('not_found', 'There is no such operation.', {
    hint: '`GET /api/v1/openapi.json` describes them all.',
  });
});

export { unknownOperation as DELETE, unknownOperation as GET, unknownOperation as POST, unknownOperation as PUT };
