import { z } from 'zod';

export const snowflakeOptionsSchema = z.strictObject({
  account: z
    .string()
    .min(1)
    .describe(
      'Identifier of the account: `organisation-account`, the part of its address before `.snowflakecomputing.com`.',
    ),
  user: z.string().min(1).optional().describe('User to sign in as; not needed with `token`.'),
  password: z.string().min(1).optional().describe('Password of the user.'),
  privateKey: z
    .string()
    .min(1)
    .optional()
    .describe('Private key of the user for key-pair sign-in: PEM text, or path of a PEM file relative to config.yaml.'),
  privateKeyPassphrase: z.string().min(1).optional().describe('Passphrase of an encrypted private key.'),
  token: z.string().min(1).optional().describe('OAuth token, or a programmatic access token.'),
  tokenType: z.enum(['oauth', 'programmatic']).default('oauth').describe('What `token` is.'),
  warehouse: z.string().min(1).optional().describe('Warehouse that runs the queries. Default: that of the user.'),
  role: z
    .string()
    .min(1)
    .optional()
    .describe('Role to read with; best one that may only read. Default: that of the user.'),
  database: z.string().min(1).describe('Database to read, as Snowflake stores its name: mostly in capitals.'),
  schema: z.string().min(1).default('PUBLIC').describe('Schema that `connection.table` means.'),
  queryTag: z.string().max(2000).default('joinery').describe('Tag that each query carries in the query history.'),
  host: z
    .string()
    .min(1)
    .optional()
    .describe('Name of the server, where it is not that of the account: a private link, or a test server.'),
  port: z.number().int().min(1).max(65535).optional().describe('Port of the server. Default: 443.'),
  protocol: z.enum(['https', 'http']).default('https').describe('`http` only for a test server on this machine.'),
  connectTimeoutMs: z.number().int().min(1).default(30_000).describe('How long to wait for a connection.'),
  statementTimeoutMs: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Snowflake stops a query after this time, in whole seconds; 0 leaves it to the time limit of the run.'),
});

export type SnowflakeOptions = z.infer<typeof snowflakeOptionsSchema>;
