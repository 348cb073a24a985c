import { isDeepStrictEqual } from 'node:util';
import type { ConnectionConfig } from './config.ts';

/** Whether two configurations reach the same source in the same way; colour, mark and policy are no part of that. */
export function isSameSource(a: ConnectionConfig, b: ConnectionConfig): boolean {
  return a.driver === b.driver && isDeepStrictEqual(a.options, b.options) && isSameError(a, b);
}

const isSameError = (a: ConnectionConfig, b: ConnectionConfig): boolean =>
  a.error?.code === b.error?.code && a.error?.message === b.error?.message;
