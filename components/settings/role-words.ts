import type { Role } from '../../lib/contract/person.ts';

/** What each role may do, in words; the weakest first. */
export const roleWords: Readonly<Record<Role, { readonly label: string; readonly meaning: string }>> = {
  viewer: { label: 'Viewer', meaning: 'Opens what is shared with them and runs saved queries.' },
  analyst: { label: 'Analyst', meaning: 'Queries, joins and shares over the connections granted to them.' },
  admin: { label: 'Admin', meaning: 'Also manages people, connections and access, and sees the audit.' },
};
