/** What is said of a run or query that never was, has gone, or is somebody else's: always the same, so that nobody learns which. */
import { JoineryError } from './errors.ts';

export const unknownRun = (): JoineryError =>
  new JoineryError('not_found', 'There is no such run in the history.', {
    hint: 'It may have been deleted, or be older than runs are kept.',
  });

export const unknownQuery = (): JoineryError =>
  new JoineryError('not_found', 'There is no such query.', {
    hint: 'It may have been deleted, or is not shared with you.',
  });
