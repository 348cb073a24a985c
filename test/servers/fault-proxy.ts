/** A wire between a driver and its server that can be cut, held or delayed at a chosen byte of what the server sends. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Fault =
  /** Both ends are cut off. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Nothing comes any more; the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Everything comes, each piece this much later. */
  | { readonly kind: 'delay'; readonly afterBytes: number; readonly delayMs: number }
  /** Some bytes are no longer what they were: none that any text or protocol has. */
  | { readonly kind: 'corrupt'; readonly afterBytes: number }
  /** So many bytes are missing, once: what follows moves up. */
  | { readonly kind: 'lose'; readonly afterBytes: number; readonly bytes: number }
  /** New connections are hung up on. */
  | { readonly kind: 'refuse' };

export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** From now on; bytes are counted over all connections from here. */
  arm(fault: Fault): void;
  /** Lets everything through again; what is cut stays cut, what stalled goes on. */
  heal(): void;
  /** Whether the armed fault has happened. */
  readonly hasStruck: boolean;
  stop(): Promise<void>;
}

export async function startFaultProxy(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
  let fault: Fault | undefined;
  let passedBytes = 0;
  let hasStruck = false;
  const pairs = new Set<readonly [Socket, Socket]>();

  const server = createServer((client) => {
    client.on('error', () => {});
    if (fault?.kind === 'refuse') {
      hasStruck = true;
      client.destroy();
      return;
    }
    const upstream = connect(target.port, target.host);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    upstream.on('error', end).on('close', end);
    client.on('close', end);
    client.pipe(upstream);
    upstream.on('data', (bytes: Buffer) => {
      passedBytes += bytes.byteLength;
      if (fault !== undefined && fault.kind !== 'refuse' && passedBytes > fault.afterBytes) {
        hasStruck = true;
        if (fault.kind === 'cut') {
          for (const [one, other] of [...pairs]) {
            one.destroy();
            other.destroy();
          }
          return;
        }
        if (fault.kind === 'delay') {
          upstream.pause();
          setTimeout(() => {
            client.write(bytes);
            upstream.resume();
          }, fault.delayMs);
          return;
        }
        if (fault.kind === 'corrupt') bytes.fill(0xff, 0, Math.min(64, bytes.byteLength));
        else if (fault.kind === 'lose') {
          client.write(bytes.subarray(Math.min(fault.bytes, bytes.byteLength)));
          fault = undefined;
          return;
        } else upstream.pause();
      }
      if (!client.write(bytes)) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');

  return {
    host: '127.0.0.1',
    port: address.port,
    arm(next) {
      fault = next;
      passedBytes = 0;
      hasStruck = false;
    },
    heal() {
      fault = undefined;
      for (const [, upstream] of pairs) upstream.resume();
    },
    get hasStruck() {
      return hasStruck;
    },
    async stop() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
