/** What is kept of people, their rights and their doings. */
import type { Client } from '../database.ts';
import { type AuditRecords, auditRecords } from './audit.ts';
import { type GrantRecords, grantRecords } from './grants.ts';
import { type OwnerRecords, ownerRecords } from './owners.ts';
import { type PeopleRecords, peopleRecords } from './people.ts';
import { type TokenRecords, tokenRecords } from './tokens.ts';

export interface AccessRecords {
  readonly owners: OwnerRecords;
  readonly people: PeopleRecords;
  readonly tokens: TokenRecords;
  readonly grants: GrantRecords;
  readonly audit: AuditRecords;
  /** For better-auth: its tables in this database. */
  readonly authDatabase: () => Promise<ReturnType<typeof import('better-auth/adapters/prisma').prismaAdapter>>;
}

export const accessRecords = (client: Client): AccessRecords => ({
  owners: ownerRecords(client),
  people: peopleRecords(client),
  tokens: tokenRecords(client),
  grants: grantRecords(client),
  audit: auditRecords(client),
  // Only team mode needs it; a command line should not wait for it.
  authDatabase: async () => {
    const { prismaAdapter } = await import('better-auth/adapters/prisma');
    return prismaAdapter(client, { provider: 'sqlite' });
  },
});
