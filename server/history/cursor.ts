import { JoineryError } from '../errors.ts';

/** Place between two runs of the list: everything older than this run comes after it. */
export interface Cursor {
  readonly startedAt: Date;
  readonly id: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.startedAt.getTime()}/${cursor.id}`).toString('base64url');
}

export function decodeCursor(text: string): Cursor {
  const match = /^(\d{1,15})\/(.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8'));
  const [, time, id] = match ?? [];
  if (time === undefined || id === undefined) {
    throw new JoineryError('bad_request', 'The cursor is not one that the history gave.', {
      hint: 'Begin at the first page again.',
    });
  }
  return { startedAt: new Date(Number(time)), id };
}
