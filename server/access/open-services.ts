/** The services of people and their rights, wired to what is kept. */
import type { ConnectionConfig } from '../config/config.ts';
import type { AccessRecords } from '../history/access/index.ts';
import type { Workbench } from '../workbench.ts';
import type { Access } from './access.ts';
import { theCaller } from './current-caller.ts';
import type { AuditNote } from './gate.ts';
import { createPeople } from './people-service.ts';
import { createAudit, createGrants, createSharing, createTokens } from './small-services.ts';

export interface ServiceParts {
  readonly access: Pick<Access, 'mode' | 'auth' | 'keep'>;
  readonly records: AccessRecords;
  readonly connections: () => readonly ConnectionConfig[];
}

export function openAccessServices({
  access,
  records,
  connections,
}: ServiceParts): Pick<Workbench, 'people' | 'tokens' | 'grants' | 'sharing' | 'audit'> {
  const note = (line: AuditNote): Promise<void> => {
    const caller = theCaller();
    return access.keep(line, caller, caller.address);
  };
  return {
    people: createPeople({ mode: access.mode, records, auth: () => access.auth(), note }),
    tokens: createTokens(records, note),
    grants: createGrants({ records, connections, note }),
    sharing: createSharing(records),
    audit: createAudit(records),
  };
}
