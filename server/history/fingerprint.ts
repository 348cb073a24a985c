import { createHash } from 'node:crypto';
import { FEDERATED, type Run } from '../../lib/contract/run.ts';
import { fingerprintText } from '../../lib/sql/fingerprint-text.ts';

/** The same for statements that differ only in literals; a native statement of one connection is not that of another. */
export const fingerprintOf = ({ text, target }: Pick<Run, 'text' | 'target'>): string =>
  createHash('sha256')
    .update(target === FEDERATED ? fingerprintText(text) : `${target}\n${fingerprintText(text)}`)
    .digest('hex')
    .slice(0, 16);
