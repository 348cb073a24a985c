import type { WhoAmI } from '../../lib/contract/person.ts';

export const sectionNames = ['you', 'tokens', 'people', 'access', 'audit'] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Section {
  readonly name: SectionName;
  readonly label: string;
}

const labels: Record<SectionName, string> = {
  you: 'You',
  tokens: 'API tokens',
  people: 'People',
  access: 'Connection access',
  audit: 'Audit',
};
const forAdmins: ReadonlySet<SectionName> = new Set(['people', 'access', 'audit']);
/** In local mode there is one person, so there is nobody to invite or to grant anything to. */
const forTeams: ReadonlySet<SectionName> = new Set(['people', 'access']);

/** The sections that the person may open, in their order. */
export const sectionsFor = ({ mode, person }: Pick<WhoAmI, 'mode' | 'person'>): Section[] =>
  sectionNames
    .filter((name) => person.role === 'admin' || !forAdmins.has(name))
    .filter((name) => mode === 'team' || !forTeams.has(name))
    .map((name) => ({ name, label: labels[name] }));

export const sectionPath = (name: SectionName): string => (name === 'you' ? '/settings' : `/settings/${name}`);
