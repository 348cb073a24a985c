'use client';

import { Link2 } from 'lucide-react';
import type { Share } from '../../lib/contract/query.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatClock, formatDay } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import styles from './queries.module.css';

interface ShareListProps {
  /** Newest first. */
  readonly shares: readonly Share[];
  readonly isBusy: boolean;
  readonly now: Date;
  onShare(): void;
  onRevoke(id: string): void;
}

/** Links to a query: what each shows, how long, how often it was opened; and how to end it. */
export function ShareList({ shares, isBusy, now, onShare, onRevoke }: ShareListProps) {
  return (
    <>
      <div className={styles.changeHead}>
        <p>
          {shares.length === 0
            ? 'No link leads here. A link shows the query as it is when the link is made, with a result if you choose one.'
            : 'What a link shows stays as it was when it was made.'}
        </p>
        <Button disabled={isBusy} onClick={onShare}>
          <Link2 size={14} aria-hidden="true" /> Make a link…
        </Button>
      </div>
      {shares.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">Shows</th>
              <th scope="col">State</th>
              <th scope="col" className="num">
                Views
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => {
              const { isDead, words } = stateOf(share, now);
              return (
                <tr key={share.id} data-dead={isDead || undefined}>
                  <th scope="row">{timeOf(share.createdAt)}</th>
                  <td>{share.runId === undefined ? 'Query' : 'Query and result'}</td>
                  <td>{words}</td>
                  <td className="num">{formatCount(share.views)}</td>
                  <td className={styles.cellAction}>
                    {isDead ? null : (
                      <Button
                        kind="quiet"
                        disabled={isBusy}
                        aria-label={`Revoke the link of ${timeOf(share.createdAt)}`}
                        onClick={() => onRevoke(share.id)}
                      >
                        Revoke
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}

const timeOf = (iso: string): string => `${formatDay(iso)} ${formatClock(iso).slice(0, 5)}`;

function stateOf({ revokedAt, expiresAt }: Share, now: Date): { readonly isDead: boolean; readonly words: string } {
  if (revokedAt !== undefined) return { isDead: true, words: `Revoked ${timeOf(revokedAt)}` };
  if (expiresAt === undefined) return { isDead: false, words: 'Opens until revoked' };
  if (new Date(expiresAt) <= now) return { isDead: true, words: `Expired ${timeOf(expiresAt)}` };
  return { isDead: false, words: `Opens until ${timeOf(expiresAt)}` };
}
