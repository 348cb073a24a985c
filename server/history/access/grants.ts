import { type Client, stored } from '../database.ts';

/** Who may use a connection, as `role:analyst` or `person:<id>`. */
export interface GrantRecords {
  all(): Promise<{ readonly connection: string; readonly grantee: string }[]>;
  of(grantees: readonly string[]): Promise<string[]>;
  set(connection: string, grantees: readonly string[]): Promise<void>;
}

export function grantRecords(client: Client): GrantRecords {
  return {
    all: () => stored(() => client.connectionGrant.findMany()),
    of: (grantees) =>
      stored(async () => {
        const records = await client.connectionGrant.findMany({ where: { grantee: { in: [...grantees] } } });
        return records.map(({ connection }) => connection);
      }),
    set: (connection, grantees) =>
      stored(async () => {
        const data = [...new Set(grantees)].map((grantee) => ({ connection, grantee }));
        await client.$transaction([
          client.connectionGrant.deleteMany({ where: { connection } }),
          client.connectionGrant.createMany({ data }),
        ]);
      }),
  };
}
