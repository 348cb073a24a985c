'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { PersonName, QueryGrant } from '../../lib/contract/person.ts';
import { NativeSelect } from '../ui/native-select.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './people-sharing.module.css';

/** Server actions, handed in by the page. */
export interface SharingActions {
  grants(queryId: string): Promise<ActionAnswer<QueryGrant[]>>;
  setGrants(queryId: string, grants: QueryGrant[]): Promise<ActionAnswer<QueryGrant[]>>;
  people(): Promise<ActionAnswer<PersonName[]>>;
}

interface PeopleSharingProps {
  readonly queryId: string;
  readonly ownerId: string | undefined;
  readonly actions: SharingActions;
}

type Access = QueryGrant['access'];
const accessWords: Record<Access, string> = { view: 'may open and run it', edit: 'may also change it' };
const keyOf = (grant: QueryGrant['with']): string => (grant.kind === 'team' ? 'team' : grant.personId);

/** With whom a saved query is shared. They run it with their own connections; each choice is kept at once. */
export function PeopleSharing({ queryId, ownerId, actions }: PeopleSharingProps) {
  const [grants, setGrants] = useState<readonly QueryGrant[]>();
  const [people, setPeople] = useState<readonly PersonName[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const take = useCallback(async <T,>(asked: Promise<ActionAnswer<T>>, use: (value: T) => void) => {
    const answer = await asked.catch((thrown) => ({ ok: false as const, error: toErrorShape(thrown) }));
    if (answer.ok) use(answer.value);
    else setError(answer.error);
  }, []);
  useEffect(() => {
    void take(actions.grants(queryId), setGrants);
    void take(actions.people(), setPeople);
  }, [actions, queryId, take]);

  const change = async (who: QueryGrant['with'], access: Access | undefined) => {
    const others = (grants ?? []).filter((grant) => keyOf(grant.with) !== keyOf(who));
    setIsBusy(true);
    setError(undefined);
    const next = access === undefined ? others : [...others, { with: who, access }];
    await take(actions.setGrants(queryId, next), setGrants);
    setIsBusy(false);
  };
  const accessOf = (key: string) => grants?.find((grant) => keyOf(grant.with) === key)?.access;
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? 'Somebody who left';
  const choice = (label: string, who: QueryGrant['with']) => (
    <li key={keyOf(who)} className={styles.row}>
      <span>{label}</span>
      <NativeSelect
        aria-label={`${label}: access`}
        disabled={isBusy}
        value={accessOf(keyOf(who)) ?? ''}
        onChange={(event) => void change(who, (event.currentTarget.value || undefined) as Access | undefined)}
      >
        <option value="">{who.kind === 'team' ? 'not shared' : 'stop sharing'}</option>
        {(['view', 'edit'] as const).map((access) => (
          <option key={access} value={access}>
            {accessWords[access]}
          </option>
        ))}
      </NativeSelect>
    </li>
  );
  const named = (grants ?? []).map((grant) => grant.with).filter((who) => who.kind === 'person');
  const addable = people.filter(({ id }) => id !== ownerId && !named.some(({ personId }) => personId === id));
  if (grants === undefined)
    return error === undefined ? (
      <div className={styles.waiting}>
        <Spinner label="Reading shares" />
      </div>
    ) : (
      <ErrorNotice error={error} />
    );
  return (
    <>
      <ul className={styles.list} aria-label="Shared with">
        {choice('The whole team', { kind: 'team' })}
        {named.map((who) => choice(nameOf(who.personId), who))}
        {addable.length === 0 ? null : (
          <li className={styles.row}>
            <NativeSelect
              aria-label="Share with a person"
              disabled={isBusy}
              value=""
              onChange={(event) => void change({ kind: 'person', personId: event.currentTarget.value }, 'view')}
            >
              <option value="">Share with a person…</option>
              {addable.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </li>
        )}
      </ul>
      {error === undefined ? null : <ErrorNotice error={error} />}
    </>
  );
}
