import { JoineryError } from '../errors.ts';

/** Of an answer in which a row has not as many values as there are columns; `service` is whose it is. */
export const unevenRow = (service: string, connection?: string): JoineryError =>
  new JoineryError('source_failed', 'The answer holds a row that has not as many values as there are columns.', {
    ...(connection === undefined ? {} : { connection }),
    hint: `Something between here and ${service} may have damaged it. Run it again.`,
  });
