/** A gRPC server of the Storage Read API's definition on a free port of this machine; what it answers is the caller's. */
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import {
  descriptor,
  loadOptions,
  type ReadRowsRequest,
  type ReadRowsResponse,
  type ReadSession,
  type ReadSessionRequest,
  serviceName,
} from '../../server/connectors/bigquery/storage/protocol.ts';

export type RowsCall = ServerWritableStream<ReadRowsRequest, ReadRowsResponse>;

interface StorageHandlers {
  createReadSession(call: ServerUnaryCall<ReadSessionRequest, ReadSession>, done: sendUnaryData<ReadSession>): void;
  readRows(call: RowsCall): void;
}

export async function serveStorage(handlers: StorageHandlers): Promise<{ readonly port: number; stop(): void }> {
  const server = new Server();
  server.addService(fromJSON(descriptor, loadOptions)[serviceName] as ServiceDefinition, {
    CreateReadSession: handlers.createReadSession,
    ReadRows: handlers.readRows,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}
