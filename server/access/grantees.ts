/** How those who may use a connection are written: `role:analyst` and `person:<id>` where it is kept, `analyst` and addresses in config.yaml. */
import type { Grantee, Person } from '../../lib/contract/person.ts';
import type { ConnectionConfig } from '../config/config.ts';
import type { AccessRecords } from '../history/access/index.ts';

export const wordOf = (grantee: Grantee): string =>
  grantee.kind === 'role' ? `role:${grantee.role}` : `person:${grantee.personId}`;

export function granteeOf(word: string): Grantee | undefined {
  if (word === 'role:analyst' || word === 'role:viewer')
    return { kind: 'role', role: word === 'role:analyst' ? 'analyst' : 'viewer' };
  return word.startsWith('person:') ? { kind: 'person', personId: word.slice('person:'.length) } : undefined;
}

/** What `access:` of config.yaml means now; addresses of people who are not here yet wait. */
export async function fixedGrantees(
  access: readonly string[],
  people: Pick<AccessRecords['people'], 'findByEmail'>,
): Promise<{ grantees: Grantee[]; waiting: string[] }> {
  const grantees: Grantee[] = [];
  const waiting: string[] = [];
  for (const word of access) {
    if (word === 'analyst' || word === 'viewer') grantees.push({ kind: 'role', role: word });
    else {
      const person = await people.findByEmail(word);
      if (person === undefined) waiting.push(word);
      else grantees.push({ kind: 'person', personId: person.id });
    }
  }
  return { grantees, waiting };
}

/** Connections that a person may use, in lower case. */
export async function grantedTo(
  person: Pick<Person, 'id' | 'email' | 'role'>,
  connections: readonly ConnectionConfig[],
  { grants }: Pick<AccessRecords, 'grants'>,
): Promise<'all' | ReadonlySet<string>> {
  if (person.role === 'admin') return 'all';
  // config.yaml says it of the others.
  const isKept = connections.some(({ access }) => access === undefined);
  const granted = new Set(isKept ? await grants.of([`role:${person.role}`, `person:${person.id}`]) : []);
  const mine = connections.filter(({ id, access }) =>
    access === undefined ? granted.has(id) : access.includes(person.role) || access.includes(person.email),
  );
  return new Set(mine.map(({ id }) => id.toLowerCase()));
}
