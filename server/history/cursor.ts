import { JoineryError } from '../errors.ts';

/** Place between two entries of a list: everything older than this one comes after it. */
export interface Cursor {
  readonly startedAt: Date;
  readonly id: string;
  /** Row of the text index, for pages of a search. */
  readonly row?: bigint | undefined;
}

export function encodeCursor({ startedAt, id, row }: Cursor): string {
  return Buffer.from(`${startedAt.getTime()}/${row === undefined ? '' : `${row}/`}${id}`).toString('base64url');
}

export function decodeCursor(text: string): Cursor {
  const match = /^(\d{1,15})\/(?:(\d{1,18})\/)?(.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8'));
  const [, time, row, id] = match ?? [];
  if (time === undefined || id === undefined) {
    throw new JoineryError('bad_request', 'The cursor is not one that the history gave.', {
      hint: 'Begin at the first page again.',
    });
  }
  return { startedAt: new Date(Number(time)), id, ...(row === undefined ? {} : { row: BigInt(row) }) };
}
