/** Whether the account could write if Joinery let it. */
import type { PoolConnection } from 'mysql2';
import { queryRows } from './client.ts';

/** Privileges that change nothing on the server. Any other word means that the account can do more than read. */
const reading = new Set([
  'USAGE',
  'SELECT',
  'SHOW DATABASES',
  'SHOW VIEW',
  'SHOW_ROUTINE',
  'PROCESS',
  'REPLICATION CLIENT',
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
  'SHOW CREATE ROUTINE',
]);

/** One line of SHOW GRANTS: the privileges that go beyond reading. A granted role counts, because its rights may be switched on. */
export function writingPrivileges(grant: string): string[] {
  const match = /^GRANT (.+?) ON .+? TO /i.exec(grant);
  const listed = match?.[1];
  if (listed === undefined) return /^GRANT /i.test(grant) && !/^GRANT PROXY/i.test(grant) ? ['a role'] : [];
  const words = listed.replace(/\([^)]*\)/g, '').split(',');
  const beyond = words.map((word) => word.trim().toUpperCase()).filter((word) => word !== '' && !reading.has(word));
  return /WITH .*GRANT OPTION/i.test(grant) ? [...beyond, 'GRANT OPTION'] : beyond;
}

export async function accountRights(
  connection: PoolConnection,
  database: string,
): Promise<{ readonly canWrite: boolean; readonly advice?: string }> {
  const rows = await queryRows(connection, 'SHOW GRANTS');
  const beyond = [...new Set(rows.flatMap((row) => writingPrivileges(row[0] ?? '')))];
  if (beyond.length === 0) return { canWrite: false };
  const name = database.replaceAll('`', '``');
  return {
    canWrite: true,
    advice: [
      `It has ${beyond.slice(0, 6).join(', ')}${beyond.length > 6 ? ' and more' : ''}. An account that cannot:`,
      "CREATE USER 'joinery'@'%' IDENTIFIED BY '...';",
      `GRANT SELECT, SHOW VIEW ON \`${name}\`.* TO 'joinery'@'%';`,
    ].join('\n'),
  };
}
