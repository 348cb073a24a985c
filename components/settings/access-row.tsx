import { X } from 'lucide-react';
import type { ConnectionAccess, Grantee, Person } from '../../lib/contract/person.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Chip } from '../ui/chip.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './settings.module.css';

interface AccessRowProps {
  readonly access: ConnectionAccess;
  readonly people: readonly Person[];
  readonly isBusy: boolean;
  onChange(grantees: Grantee[]): void;
}

const isSame = (a: Grantee, b: Grantee): boolean =>
  (a.kind === 'role' && b.kind === 'role' && a.role === b.role) ||
  (a.kind === 'person' && b.kind === 'person' && a.personId === b.personId);

/** Who may use one connection. */
export function AccessRow({ access, people, isBusy, onChange }: AccessRowProps) {
  const { byId } = useConnections();
  const { connection, grantees, isFixed, waiting } = access;
  const summary = byId(connection);
  const has = (grantee: Grantee) => grantees.some((one) => isSame(one, grantee));
  const toggle = (grantee: Grantee) =>
    onChange(has(grantee) ? grantees.filter((one) => !isSame(one, grantee)) : [...grantees, grantee]);
  const named = grantees.filter((one) => one.kind === 'person');
  const nameOf = (personId: string) => people.find(({ id }) => id === personId)?.name ?? 'somebody who left';
  const addable = people.filter(
    ({ id, isActive, role }) => isActive && role !== 'admin' && !named.some(({ personId }) => personId === id),
  );
  const roleBox = (role: 'analyst' | 'viewer') => (
    <input
      type="checkbox"
      aria-label={`All ${role}s may use ${connection}`}
      checked={has({ kind: 'role', role })}
      disabled={isBusy || isFixed}
      onChange={() => toggle({ kind: 'role', role })}
    />
  );
  return (
    <tr>
      <th scope="row">
        <span className={styles.connection}>
          <Origin color={summary?.color} />
          {connection}
          {isFixed ? (
            <Chip title="The configuration file says who may use it: change it there.">config.yaml</Chip>
          ) : null}
        </span>
      </th>
      <td>{roleBox('analyst')}</td>
      <td>{roleBox('viewer')}</td>
      <td>
        <span className={styles.grantees}>
          {named.map((grantee) => (
            <Chip key={grantee.personId}>
              {nameOf(grantee.personId)}
              {isFixed ? null : (
                <button
                  type="button"
                  className={styles.chipButton}
                  aria-label={`${nameOf(grantee.personId)} may no longer use ${connection}`}
                  disabled={isBusy}
                  onClick={() => toggle(grantee)}
                >
                  <X size={12} aria-hidden="true" />
                </button>
              )}
            </Chip>
          ))}
          {waiting.map((email) => (
            <Chip key={email} title="Named in the configuration, and not here yet.">
              {email}
            </Chip>
          ))}
          {isFixed || addable.length === 0 ? null : (
            <NativeSelect
              aria-label={`Let somebody use ${connection}`}
              className={styles.addPerson}
              disabled={isBusy}
              value=""
              onChange={(event) => toggle({ kind: 'person', personId: event.currentTarget.value })}
            >
              <option value="">Add a person…</option>
              {addable.map(({ id, name, email }) => (
                <option key={id} value={id}>
                  {name} ({email})
                </option>
              ))}
            </NativeSelect>
          )}
        </span>
      </td>
    </tr>
  );
}
