/** The two messages of PostgreSQL's protocol that `pg` has no public call for: cancel a running query, and describe without running. */
import { connect as connectSocket, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type pg from 'pg';

/** How long the server may take to accept a request to cancel before the connection is dropped without it. */
const cancelTimeoutMs = 600;
const cancelRequestCode = 80877102;
const sslRequestCode = 80877103;

interface Internals {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** Sends a CancelRequest for `client` over a connection of its own, which needs no free slot and no password. Never throws. */
export async function sendCancel(client: pg.Client, ssl: false | ConnectionOptions): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as Internals;
  if (processID === null || secretKey === null) return;
  const request = words(16, cancelRequestCode, processID, secretKey);
  const isSocketFolder = host.startsWith('/');
  const socket = isSocketFolder ? connectSocket(`${host}/.s.PGSQL.${port}`) : connectSocket(port, host);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, cancelTimeoutMs);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    // The server answers nothing: it closes the connection once the signal is sent.
    socket.on('error', settle).on('close', settle);
    socket.once('connect', () => {
      if (ssl === false || isSocketFolder) socket.write(request);
      else writeEncrypted(socket, host, ssl, request, settle);
    });
  });
  socket.destroy();
}

function writeEncrypted(
  socket: Socket,
  host: string,
  ssl: ConnectionOptions,
  request: Buffer,
  settle: () => void,
): void {
  socket.write(words(8, sslRequestCode));
  socket.once('data', (answer) => {
    if (answer[0] !== 'S'.charCodeAt(0)) return settle();
    const encrypted = connectTls({ ...ssl, socket, host }, () => encrypted.write(request));
    encrypted.on('error', settle).on('close', settle);
  });
}

function words(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    buffer.writeInt32BE(value | 0, index * 4);
  });
  return buffer;
}

export interface FieldDescription {
  readonly name: string;
  readonly typeOid: number;
  readonly typeModifier: number;
}

interface RowDescription {
  readonly fields: readonly { name: string; dataTypeID: number; dataTypeModifier: number }[];
}

/**
 * Parses and describes one statement on the server without running it (Parse, Describe, Sync). The extended protocol takes exactly one
 * statement: a second one after a semicolon is an error of the server.
 */
export function describeStatement(client: pg.Client, text: string): Promise<readonly FieldDescription[]> {
  return new Promise((resolve, reject) => {
    let fields: readonly FieldDescription[] = [];
    let failure: unknown;
    const request = {
      submit(connection: { parse(message: object): void; describe(message: object): void; sync(): void }) {
        connection.parse({ name: '', text, types: [] });
        connection.describe({ type: 'S', name: '' });
        connection.sync();
      },
      handleRowDescription(message: RowDescription) {
        fields = message.fields.map((field) => ({
          name: field.name,
          typeOid: field.dataTypeID,
          typeModifier: field.dataTypeModifier,
        }));
      },
      handleError(error: unknown) {
        failure = error;
        reject(error);
      },
      handleReadyForQuery() {
        if (failure === undefined) resolve(fields);
      },
    };
    client.query(request as unknown as pg.Submittable);
  });
}
