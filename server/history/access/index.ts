/** What is kept of people, their rights and their doings. */
import { type Client, dialectOf } from '../database.ts';
import { openTurns, type Turns } from '../turns.ts';
import { type AttemptRecords, attemptRecords } from './attempts.ts';
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
  readonly attempts: AttemptRecords;
  /** For changes that must not cross each other. */
  readonly inTurn: Turns['inTurn'];
  /** For better-auth: its tables in this database. */
  readonly authDatabase: () => Promise<ReturnType<typeof import('better-auth/adapters/prisma').prismaAdapter>>;
}

export const accessRecords = (client: Client): AccessRecords => ({
  owners: ownerRecords(client),
  people: peopleRecords(client),
  tokens: tokenRecords(client),
  grants: grantRecords(client),
  audit: auditRecords(client),
  attempts: attemptRecords(client),
  inTurn: openTurns(client).inTurn,
  // Only team mode needs it; a command line should not wait for it.
  authDatabase: async () => {
    const { prismaAdapter } = await import('better-auth/adapters/prisma');
    return prismaAdapter(client, { provider: dialectOf(client).kind === 'sqlite' ? 'sqlite' : 'postgresql' });
  },
});
