import { z } from 'zod';

/** Options that every driver of a database server has in the same form; spread into the driver's own schema. */
export const serverOptions = {
  user: z.string().min(1).describe('Account to read as; best one that may only read.'),
  password: z.string().default('').describe('Password of the account.'),
  ssl: z
    .union([z.boolean(), z.literal('no-verify')])
    .optional()
    .describe(
      'Whether the connection is encrypted and the certificate checked; `no-verify` encrypts without checking. Default: off on this machine, on elsewhere.',
    ),
  ca: z
    .string()
    .min(1)
    .optional()
    .describe('Certificate authority (PEM text, or path of a PEM file) that signed the certificate of the server.'),
  maxConnections: z
    .number()
    .int()
    .min(2)
    .max(100)
    .default(4)
    .describe(
      'Connections held at the same time. A statement that reads more tables at once goes beyond it while it runs.',
    ),
  connectTimeoutMs: z.number().int().min(1).default(10_000).describe('How long to wait for a connection.'),
  statementTimeoutMs: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('The server stops a query after this time; 0 leaves it to the time limit of the run.'),
};

/** Whether the server is on this machine: then the way to it needs no encryption. */
export function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host);
}
