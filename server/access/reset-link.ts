import type { NewLink, Person } from '../../lib/contract/person.ts';
import { JoineryError } from '../errors.ts';
import type { AccessRecords } from '../history/access/index.ts';

export const RESET_HOURS = 24;
const HOUR_MS = 3_600_000;

export const linkPath = (token: string): string => `/welcome/${token}`;

/** A one-time link with which somebody chooses a new password; one made before opens nothing any more. */
export async function makeResetLink(
  people: AccessRecords['people'],
  { id, email }: Pick<Person, 'id' | 'email'>,
  createdById?: string,
): Promise<NewLink> {
  await people.withdrawLinks({ kind: 'reset', personId: id });
  const expiresAt = new Date(Date.now() + RESET_HOURS * HOUR_MS);
  const token = await people.makeLink({ kind: 'reset', personId: id, email, createdById, expiresAt });
  return { path: linkPath(token), expiresAt: expiresAt.toISOString() };
}

/** The same on the machine of the server, where nobody has to be signed in. Throws `not_found`. */
export async function makeResetLinkFor(
  { people, audit }: Pick<AccessRecords, 'people' | 'audit'>,
  address: string,
): Promise<NewLink> {
  const email = address.trim().toLowerCase();
  const person = await people.findByEmail(email);
  if (person === undefined) throw new JoineryError('not_found', `Nobody has the address ${email}.`);
  const link = await makeResetLink(people, person);
  const detail = 'on the command line of the server';
  await audit.add({ action: 'reset_link_made', outcome: 'ok', objectKind: 'person', objectId: person.id, detail });
  return link;
}
