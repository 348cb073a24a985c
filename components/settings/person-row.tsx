import { MoreHorizontal } from 'lucide-react';
import { type Person, type Role, roleSchema } from '../../lib/contract/person.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Menu } from '../ui/menu.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { roleWords } from './role-words.ts';
import styles from './settings.module.css';

interface PersonRowProps {
  readonly person: Person;
  readonly isSelf: boolean;
  readonly isBusy: boolean;
  onRole(role: Role): void;
  onActive(isActive: boolean): void;
  onReset(): void;
  onSessions(): void;
}

/** One person of the list, with what an admin may do about them. */
export function PersonRow({ person, isSelf, isBusy, onRole, onActive, onReset, onSessions }: PersonRowProps) {
  const { name, email, role, isActive, lastSeenAt, signIn } = person;
  return (
    <tr data-ended={isActive ? undefined : true}>
      <th scope="row">
        {name} {isSelf ? <Chip>you</Chip> : null} {isActive ? null : <Chip tone="warn">deactivated</Chip>}
      </th>
      <td>{email}</td>
      <td>
        <NativeSelect
          aria-label={`Role of ${name}`}
          title={roleWords[role].meaning}
          className={styles.roleSelect}
          disabled={isBusy || !isActive}
          value={role}
          onChange={(event) => onRole(roleSchema.parse(event.currentTarget.value))}
        >
          {roleSchema.options.map((one) => (
            <option key={one} value={one}>
              {roleWords[one].label}
            </option>
          ))}
        </NativeSelect>
      </td>
      <td>{signIn.length === 0 ? 'nothing yet' : signIn.join(', ')}</td>
      <td>{lastSeenAt === undefined ? 'never' : formatMoment(lastSeenAt)}</td>
      <td className={styles.rowEnd}>
        <Menu
          trigger={
            <Button kind="quiet" isIcon aria-label={`More about ${name}`}>
              <MoreHorizontal size={16} aria-hidden="true" />
            </Button>
          }
          entries={[
            { label: 'Sessions…', run: onSessions },
            { label: 'Link for a new password…', isDisabled: !isActive, run: onReset },
            null,
            isActive
              ? { label: 'Deactivate…', isDisabled: isSelf, run: () => onActive(false) }
              : { label: 'Let in again', run: () => onActive(true) },
          ]}
        />
      </td>
    </tr>
  );
}
