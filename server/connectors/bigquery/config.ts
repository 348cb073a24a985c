import { z } from 'zod';

export const bigqueryOptionsSchema = z.strictObject({
  projectId: z.string().min(1).describe('Project that runs the queries and pays for them.'),
  dataProject: z.string().min(1).optional().describe('Project that holds the data. Default: `projectId`.'),
  dataset: z.string().min(1).describe('Dataset that `connection.table` means.'),
  datasets: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Datasets shown in the catalog. Default: all that the account may list.'),
  location: z
    .string()
    .min(1)
    .optional()
    .describe('Where the queries run: `EU`, `US`, `europe-west3`. Default: where the dataset is.'),
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Path of a credentials file (JSON of a service account or of a federated identity), relative to config.yaml.',
    ),
  credentials: z.string().min(1).optional().describe('The JSON text of such a file.'),
  accessToken: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A ready OAuth token; it is not renewed. Without any of these three, the Application Default Credentials of this machine are used.',
    ),
  maximumBytesBilled: z
    .union([z.number().int().min(1), z.string().regex(/^[1-9]\d{0,17}$/)])
    .optional()
    .describe('A query that would be charged for more bytes than this is refused before it runs.'),
  labels: z
    .record(
      z.string().regex(/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u),
      z.string().regex(/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u),
    )
    .default({})
    .describe('Labels that each job carries, besides `application: joinery`.'),
  apiEndpoint: z
    .url()
    .default('https://bigquery.googleapis.com')
    .describe(
      'Address of the API: a private endpoint, or an emulator. Outside of googleapis.com only `credentials` and `accessToken` are used.',
    ),
  storageApi: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Large results through the Storage Read API: `auto`, with the REST API where it may not or cannot be used; `off`: always the REST API.',
    ),
  storageApiEndpoint: z
    .url()
    .optional()
    .describe(
      'Address of the Storage Read API. Default: the one beside `apiEndpoint`, if that is of googleapis.com; else it is not used.',
    ),
  storageApiRows: z
    .number()
    .int()
    .min(1)
    .default(100_000)
    .describe('Results of so many rows are large; so are those of eight pages of the REST API.'),
  requestTimeoutMs: z
    .number()
    .int()
    .min(1)
    .default(60_000)
    .describe('How long to wait for the answer to one request to the API.'),
  statementTimeoutMs: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('BigQuery stops a job after this time; 0 leaves it to the time limit of the run.'),
});

export type BigqueryOptions = z.infer<typeof bigqueryOptionsSchema>;
