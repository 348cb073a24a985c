import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { sectionPath, sectionsFor } from '../../../components/settings/sections.ts';
import { SettingsView } from '../../../components/settings/settings-view.tsx';
import { workbench } from '../../../server/index.ts';
import {
  changePassword,
  createToken,
  endSession,
  invitePerson,
  listAccess,
  listInvitations,
  listPeople,
  listTokens,
  ownSessions,
  readAudit,
  resetLink,
  revokeToken,
  sessionsOfPerson,
  setAccess,
  setPersonActive,
  setRole,
  withdrawInvitation,
} from '../../actions/people.ts';
import { requireSession } from '../../session.ts';

export const metadata: Metadata = { title: 'Settings' };

interface PageProps {
  readonly params: Promise<{ readonly section?: readonly string[] }>;
}

/** One's own account and tokens; for admins also people, access and the audit. */
export default async function SettingsPage({ params }: PageProps) {
  await requireSession();
  const path = ['/settings', ...((await params).section ?? [])].join('/');
  const who = await (await workbench()).people.whoAmI();
  const section = sectionsFor(who).find(({ name }) => sectionPath(name) === path);
  if (section === undefined) notFound();
  return (
    <SettingsView
      key={section.name}
      who={who}
      section={section.name}
      actions={{
        own: { sessions: ownSessions, endSession, changePassword },
        tokens: { list: listTokens, create: createToken, revoke: revokeToken },
        people: {
          list: listPeople,
          invite: invitePerson,
          invitations: listInvitations,
          withdraw: withdrawInvitation,
          setRole,
          setActive: setPersonActive,
          resetLink,
          sessionsOf: sessionsOfPerson,
        },
        access: { list: listAccess, set: setAccess },
        audit: readAudit,
      }}
    />
  );
}
