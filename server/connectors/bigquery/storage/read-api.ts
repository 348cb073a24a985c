/** The two calls of the Storage Read API over gRPC. The packages for it are loaded with the first large result. */
import type * as Grpc from '@grpc/grpc-js';
import { Cancelled } from '../../../errors.ts';
import { ApiError } from '../errors.ts';
import {
  descriptor,
  loadOptions,
  type ReadRowsRequest,
  type ReadRowsResponse,
  type ReadSession,
  type ReadSessionRequest,
  serviceName,
} from './protocol.ts';

/** A call that failed, by the name of its gRPC status: `UNAVAILABLE`. */
export class ReadApiError extends Error {
  readonly status: string;

  constructor(status: string, message: string) {
    super(message);
    this.status = status;
  }
}

/** Where a call that broke off may be made again: a connection or server that goes, a limit of the moment. */
const transient = new Set(['UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED', 'ABORTED', 'RESOURCE_EXHAUSTED', 'UNKNOWN']);

export const isTransient = (thrown: unknown): boolean => thrown instanceof ReadApiError && transient.has(thrown.status);

const restForms: Readonly<Record<string, readonly [number, string]>> = {
  UNAUTHENTICATED: [401, 'authError'],
  PERMISSION_DENIED: [403, 'accessDenied'],
  NOT_FOUND: [404, 'notFound'],
  RESOURCE_EXHAUSTED: [429, 'rateLimitExceeded'],
};

/** As the REST API would have said it; what has no such form reads as an answer that broke off. */
export function inFormOfRest(thrown: unknown): unknown {
  const form = thrown instanceof ReadApiError ? restForms[thrown.status] : undefined;
  return form === undefined || !(thrown instanceof Error) ? thrown : new ApiError(form[0], form[1], thrown.message);
}

export interface ReadApi {
  createSession(request: ReadSessionRequest, timeoutMs: number, signal: AbortSignal): Promise<ReadSession>;
  /** Blocks of one stream from a row on. A block that does not come in time is `DEADLINE_EXCEEDED`. Leaving the loop ends the call at the server. */
  readRows(request: ReadRowsRequest, signal: AbortSignal): AsyncGenerator<ReadRowsResponse>;
  close(): void;
}

/** Asked before each call: a token may have been renewed meanwhile. */
export type Authorization = () => Promise<Readonly<Record<string, string>>>;

export async function openReadApi(
  endpoint: string,
  authorization: Authorization,
  blockTimeoutMs: number,
): Promise<ReadApi> {
  const [grpc, { fromJSON }] = await Promise.all([import('@grpc/grpc-js'), import('@grpc/proto-loader')]);
  const service = fromJSON(descriptor, loadOptions)[serviceName] as Grpc.ServiceDefinition;
  const create = service.CreateReadSession as Grpc.MethodDefinition<ReadSessionRequest, ReadSession>;
  const read = service.ReadRows as Grpc.MethodDefinition<ReadRowsRequest, ReadRowsResponse>;
  const { protocol, host } = new URL(endpoint);
  const credentials = protocol === 'http:' ? grpc.credentials.createInsecure() : grpc.credentials.createSsl();
  const client = new grpc.Client(host, credentials, {
    'grpc.primary_user_agent': 'joinery',
    'grpc.max_receive_message_length': -1,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 2000,
  });

  const asReadApiError = (thrown: unknown): unknown => {
    const { code, details } = thrown as Partial<Grpc.ServiceError>;
    return typeof code === 'number' ? new ReadApiError(grpc.status[code] ?? 'UNKNOWN', details ?? '') : thrown;
  };

  /** `routing`: how the service finds the place that serves it. */
  async function metadata(routing: string): Promise<Grpc.Metadata> {
    const answer = new grpc.Metadata();
    for (const [name, value] of Object.entries(await authorization())) answer.set(name.toLowerCase(), value);
    answer.set('x-goog-request-params', routing);
    return answer;
  }

  return {
    async createSession(request, timeoutMs, signal) {
      const headers = await metadata(`read_session.table=${encodeURIComponent(request.readSession.table)}`);
      if (signal.aborted) throw new Cancelled();
      const answer = Promise.withResolvers<ReadSession>();
      const call = client.makeUnaryRequest(
        create.path,
        create.requestSerialize,
        create.responseDeserialize,
        request,
        headers,
        { deadline: Date.now() + timeoutMs },
        (error, session) => {
          if (error !== null) answer.reject(signal.aborted ? new Cancelled() : asReadApiError(error));
          else if (session === undefined) answer.reject(new ReadApiError('INTERNAL', 'No session came.'));
          else answer.resolve(session);
        },
      );
      const stop = () => call.cancel();
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await answer.promise;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },

    async *readRows(request, signal) {
      const headers = await metadata(`read_stream=${encodeURIComponent(request.readStream)}`);
      if (signal.aborted) throw new Cancelled();
      const { path, requestSerialize, responseDeserialize } = read;
      const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, headers);
      // A call that is ended here says so once more.
      call.on('error', () => {});
      let isLate = false;
      const stop = () => call.cancel();
      const late = () => {
        isLate = true;
        call.cancel();
      };
      signal.addEventListener('abort', stop, { once: true });
      let timer = setTimeout(late, blockTimeoutMs);
      try {
        for await (const response of call as AsyncIterable<ReadRowsResponse>) {
          clearTimeout(timer);
          yield response;
          timer = setTimeout(late, blockTimeoutMs);
        }
      } catch (thrown) {
        if (signal.aborted) throw new Cancelled();
        if (isLate) throw new ReadApiError('DEADLINE_EXCEEDED', `Nothing came for ${blockTimeoutMs} ms.`);
        throw asReadApiError(thrown);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        call.cancel();
      }
    },

    close: () => client.close(),
  };
}
