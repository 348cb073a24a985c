import { emailSchema, LOCAL_PERSON_ID, type NewLink, type Person } from '../../lib/contract/person.ts';
import { JoineryError } from '../errors.ts';
import type { AccessRecords } from '../history/access/index.ts';
import { KeptAttempts } from './attempts.ts';
import type { Auth } from './auth.ts';
import { theCaller } from './current-caller.ts';
import type { AuditNote } from './gate.ts';
import { linkPath, makeResetLink } from './reset-link.ts';
import type { PeopleService } from './services.ts';

export interface PeopleParts {
  readonly mode: 'local' | 'team';
  readonly records: Pick<AccessRecords, 'people' | 'attempts' | 'inTurn'>;
  /** Throws in local mode. */
  readonly auth: () => Auth;
  /** Keeps what the current caller does. */
  readonly note: (note: AuditNote) => Promise<void>;
}

const DAY_MS = 86_400_000;
const INVITATION_MS = 7 * DAY_MS;

export function createPeople({ mode, records, auth, note }: PeopleParts): PeopleService {
  const { people } = records;
  const passwordTries = new KeptAttempts('password', { most: 10, withinMs: 15 * 60_000 }, records.attempts);
  const teamOnly = (): void => {
    if (mode === 'team') return;
    throw new JoineryError('forbidden', 'Joinery runs for one person here.', {
      hint: 'For a team, set auth.mode: team in config.yaml.',
    });
  };
  const known = async (id: string): Promise<Person> => {
    const person = await people.find(id);
    if (person === undefined) throw new JoineryError('not_found', 'There is no such person.');
    return person;
  };
  /** Two admins who take each other's role away at once must not both find that the other is left. */
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => records.inTurn('roles', change);
  const keepsAnAdmin = async (person: Person): Promise<void> => {
    if (person.role !== 'admin' || !person.isActive || (await people.activeAdmins()) > 1) return;
    throw new JoineryError('conflict', `${person.name} is the last admin.`, {
      hint: 'Make somebody else an admin first.',
    });
  };
  const link = (token: string, expiresAt: Date): NewLink => ({
    path: linkPath(token),
    expiresAt: expiresAt.toISOString(),
  });

  return {
    async whoAmI() {
      const { id, name, email, role, sessionId } = theCaller();
      const hasPassword = id !== LOCAL_PERSON_ID && (await people.hasPassword(id));
      return {
        mode,
        person: { id, name, email, role },
        hasPassword,
        ...(sessionId === undefined ? {} : { sessionId }),
      };
    },
    async names() {
      return mode === 'team' ? people.names() : [];
    },
    async list() {
      if (mode === 'team') return people.list();
      const { id, name, email, role } = theCaller();
      return [{ id, name, email, role, isActive: true, createdAt: new Date(0).toISOString(), signIn: [] }];
    },
    async invite(request) {
      teamOnly();
      const email = emailSchema.parse(request.email);
      if ((await people.findByEmail(email)) !== undefined)
        throw new JoineryError('conflict', `${email} is here already.`);
      await people.withdrawLinks({ kind: 'invitation', email });
      const expiresAt = new Date(Date.now() + INVITATION_MS);
      const createdById = theCaller().id;
      const token = await people.makeLink({ kind: 'invitation', email, role: request.role, createdById, expiresAt });
      await note({ action: 'invited', objectKind: 'person', objectId: email, detail: request.role });
      return link(token, expiresAt);
    },
    invitations: () => people.invitations(),
    async withdraw(invitationId) {
      if (!(await people.withdrawLink(invitationId)))
        throw new JoineryError('not_found', 'There is no such invitation.');
      await note({ action: 'invitation_withdrawn', objectKind: 'invitation', objectId: invitationId });
    },
    async setRole(personId, role) {
      teamOnly();
      const person = await inTurn(async () => {
        const before = await known(personId);
        if (role !== 'admin') await keepsAnAdmin(before);
        await people.setRole(personId, role);
        return before;
      });
      const detail = `${person.role} to ${role}`;
      await note({ action: 'role_changed', objectKind: 'person', objectId: personId, detail });
      return known(personId);
    },
    async setActive(personId, isActive) {
      teamOnly();
      await inTurn(async () => {
        const person = await known(personId);
        if (!isActive) await keepsAnAdmin(person);
        await people.setActive(personId, isActive);
      });
      const action = isActive ? 'person_reactivated' : 'person_deactivated';
      await note({ action, objectKind: 'person', objectId: personId });
      return known(personId);
    },
    async resetLink(personId) {
      teamOnly();
      const person = await known(personId);
      if (!person.isActive) throw new JoineryError('conflict', `${person.name} has been deactivated.`);
      const made = await makeResetLink(people, person, theCaller().id);
      await note({ action: 'reset_link_made', objectKind: 'person', objectId: personId });
      return made;
    },
    async sessionsOf(personId) {
      await known(personId);
      return (await people.sessions(personId)).map((session) => ({
        ...session,
        isCurrent: session.id === theCaller().sessionId,
      }));
    },
    async sessions() {
      const { id, sessionId } = theCaller();
      return (await people.sessions(id)).map((session) => ({ ...session, isCurrent: session.id === sessionId }));
    },
    async endSession(sessionId) {
      const caller = theCaller();
      const session = await people.session(sessionId);
      if (session === undefined || (session.personId !== caller.id && caller.role !== 'admin'))
        throw new JoineryError('not_found', 'There is no such session.');
      await people.endSession(sessionId);
      await note({ action: 'session_revoked', objectKind: 'person', objectId: session.personId });
    },
    async changePassword(current, next) {
      teamOnly();
      const { id, sessionId } = theCaller();
      await passwordTries.take(id);
      if (!(await auth().isPassword(id, current)))
        throw new JoineryError('unauthorized', 'The current password is not right.');
      await auth().setPassword(id, next);
      await people.endSessions(id, sessionId);
      await passwordTries.forget(id);
      await note({ action: 'password_changed', objectKind: 'person', objectId: id });
    },
  };
}
