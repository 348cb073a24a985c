import type { Invitation } from '../../lib/contract/person.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { roleWords } from './role-words.ts';
import { SectionTable } from './section-table.tsx';
import styles from './settings.module.css';

interface InvitationListProps {
  readonly invitations: readonly Invitation[];
  readonly isBusy: boolean;
  onWithdraw(invitationId: string): void;
}

/** Who is invited and has not come yet. */
export function InvitationList({ invitations, isBusy, onWithdraw }: InvitationListProps) {
  return (
    <section className={styles.section}>
      <h2>Invited</h2>
      <SectionTable columns={['E-mail', 'Role', 'Invited by', 'Link ends']} hasActions>
        {invitations.map(({ id, email, role, invitedBy, expiresAt }) => (
          <tr key={id}>
            <th scope="row">{email}</th>
            <td>{roleWords[role].label}</td>
            <td>{invitedBy}</td>
            <td>{formatMoment(expiresAt)}</td>
            <td className={styles.rowEnd}>
              <Button kind="quiet" disabled={isBusy} onClick={() => onWithdraw(id)}>
                Withdraw
              </Button>
            </td>
          </tr>
        ))}
      </SectionTable>
    </section>
  );
}
