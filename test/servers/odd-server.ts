/** Something that listens at a port and is no database. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface OddServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** `silent` accepts and says nothing; `closing` hangs up at once. */
export async function startOddServer(kind: 'silent' | 'closing'): Promise<OddServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (kind === 'closing') socket.destroy();
    else sockets.add(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    port: address.port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
