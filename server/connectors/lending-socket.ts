/** A socket that reads into one buffer over and over, where its reader says that it keeps nothing of what it is shown: see `byte-pool.ts`. */
import { Socket } from 'node:net';

const BUFFER_BYTES = 64 * 1024;
const lending = new WeakSet<object>();

/** Not connected yet. */
export function lendingSocket(): Socket {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const socket: Socket = new Socket({
    onread: {
      buffer,
      callback(bytes) {
        const read = buffer.subarray(0, bytes);
        socket.emit('data', lending.has(socket) ? read : Buffer.from(read));
        return true;
      },
    },
  });
  return socket;
}

/** Whether listeners for `data` get bytes that are overwritten by the next ones. Of no effect on other sockets. */
export function setLending(socket: object, isLending: boolean): void {
  if (isLending) lending.add(socket);
  else lending.delete(socket);
}
