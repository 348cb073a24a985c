import { JoineryError } from '../../errors.ts';

/** What a run fails with that would fetch more rows than its connection's policy allows. */
export const tooManyRows = (connection: string, maxRows: number): JoineryError =>
  new JoineryError(
    'fetch_limit',
    `This statement reads more than ${maxRows.toLocaleString('en')} rows from ${connection}, which is the limit of that connection. The run was stopped; nothing was cut.`,
    {
      connection,
      hint: 'Filter or aggregate more, or raise the row limit on the Connections screen.',
    },
  );
