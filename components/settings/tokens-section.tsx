'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ApiToken } from '../../lib/contract/person.ts';
import { formatDay, formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { SectionTable } from './section-table.tsx';
import styles from './settings.module.css';
import type { TokenActions } from './settings-actions.ts';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

/** Tokens with which scripts and notebooks use the HTTP API as the person who made them. */
export function TokensSection({ actions }: { readonly actions: TokenActions }) {
  const { value: tokens, error, reload } = useLoaded(actions.list);
  const [isMaking, setIsMaking] = useState(false);
  const task = useTask();
  const revoke = async (token: ApiToken) => {
    await task.run(() => actions.revoke(token.id));
    await reload();
  };
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h2>API tokens</h2>
        <Button kind="primary" onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden="true" />
          New token
        </Button>
      </div>
      <p className={styles.hint}>
        Scripts and notebooks bring a token as <code>Authorization: Bearer</code> to <code>/api/v1</code> and then see
        what you see. A token manages nothing.
      </p>
      {[error, task.error].map((failure) =>
        failure === undefined ? null : <ErrorNotice key={failure.message} error={failure} />,
      )}
      {tokens === undefined && error === undefined ? <Spinner label="Reading tokens" /> : null}
      {tokens?.length === 0 ? (
        <EmptyState title="No tokens yet">Make one for each script, so that you can revoke it alone.</EmptyState>
      ) : null}
      {tokens === undefined || tokens.length === 0 ? null : (
        <SectionTable columns={['Name', 'Begins with', 'May', 'Made', 'Last used', 'Ends']} hasActions>
          {tokens.map((token) => (
            <tr key={token.id} data-ended={endOf(token) === undefined ? undefined : true}>
              <th scope="row">{token.name}</th>
              <td>
                <code>{token.start}…</code>
              </td>
              <td>{token.scopes.includes('run') ? 'read and run' : 'read'}</td>
              <td>{formatDay(token.createdAt)}</td>
              <td>{token.lastUsedAt === undefined ? 'never' : formatMoment(token.lastUsedAt)}</td>
              <td>{formatDay(token.expiresAt)}</td>
              <td className={styles.rowEnd}>
                {endOf(token) === undefined ? (
                  <Button kind="quiet" disabled={task.isBusy} onClick={() => void revoke(token)}>
                    Revoke
                  </Button>
                ) : (
                  <Chip>{endOf(token)}</Chip>
                )}
              </td>
            </tr>
          ))}
        </SectionTable>
      )}
      {isMaking ? (
        <NewTokenDialog
          create={actions.create}
          onClose={() => {
            setIsMaking(false);
            void reload();
          }}
        />
      ) : null}
    </section>
  );
}

/** Why a token works no more; undefined while it does. */
function endOf({ revokedAt, expiresAt }: ApiToken): string | undefined {
  if (revokedAt !== undefined) return 'revoked';
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : undefined;
}
