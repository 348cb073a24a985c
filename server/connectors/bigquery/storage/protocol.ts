/**
 * The part of `google.cloud.bigquery.storage.v1` that is spoken here, as a descriptor: names, numbers and types of the fields are those of the public
 * definition; fields that nobody here reads are left out, which the encoding allows.
 */
import type { fromJSON } from '@grpc/proto-loader';

type INamespace = Parameters<typeof fromJSON>[0];

export interface ReadSessionRequest {
  /** `projects/PROJECT`: who pays. */
  readonly parent: string;
  readonly readSession: { readonly table: string; readonly dataFormat: 'ARROW'; readonly traceId: string };
  readonly maxStreamCount: number;
}

export interface ReadSession {
  readonly name: string;
  readonly arrowSchema?: { readonly serializedSchema: Buffer } | null;
  readonly streams: readonly { readonly name: string }[];
}

export interface ReadRowsRequest {
  readonly readStream: string;
  /** The first row wanted of the stream, as text: it may exceed 2^53. */
  readonly offset: string;
}

export interface ReadRowsResponse {
  readonly arrowRecordBatch?: { readonly serializedRecordBatch: Buffer } | null;
  readonly rowCount: string;
}

export const serviceName = 'google.cloud.bigquery.storage.v1.BigQueryRead';

const message = (fields: Readonly<Record<string, readonly [number, string, 'repeated'?]>>) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type, rule]]) => [name, { id, type, ...(rule ? { rule } : {}) }]),
  ),
});

const v1 = {
  DataFormat: { values: { DATA_FORMAT_UNSPECIFIED: 0, AVRO: 1, ARROW: 2 } },
  ArrowSchema: message({ serializedSchema: [1, 'bytes'] }),
  ArrowRecordBatch: message({ serializedRecordBatch: [1, 'bytes'] }),
  ReadStream: message({ name: [1, 'string'] }),
  ReadSession: message({
    name: [1, 'string'],
    dataFormat: [3, 'DataFormat'],
    arrowSchema: [5, 'ArrowSchema'],
    table: [6, 'string'],
    streams: [10, 'ReadStream', 'repeated'],
    traceId: [13, 'string'],
  }),
  CreateReadSessionRequest: message({
    parent: [1, 'string'],
    readSession: [2, 'ReadSession'],
    maxStreamCount: [3, 'int32'],
  }),
  ReadRowsRequest: message({ readStream: [1, 'string'], offset: [2, 'int64'] }),
  ReadRowsResponse: message({ arrowRecordBatch: [4, 'ArrowRecordBatch'], rowCount: [6, 'int64'] }),
  BigQueryRead: {
    methods: {
      CreateReadSession: { requestType: 'CreateReadSessionRequest', responseType: 'ReadSession' },
      ReadRows: { requestType: 'ReadRowsRequest', responseType: 'ReadRowsResponse', responseStream: true },
    },
  },
};

/** For `fromJSON` of @grpc/proto-loader. */
export const descriptor = {
  nested: {
    google: {
      nested: { cloud: { nested: { bigquery: { nested: { storage: { nested: { v1: { nested: v1 } } } } } } } },
    },
  },
} as INamespace;

export const loadOptions = { longs: String, enums: String, defaults: true, arrays: true } as const;
