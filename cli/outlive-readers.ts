/**
 * A server goes on when whoever read its output is gone. Without this each line would end in an uncaught error, whose report goes to the same place: on a stop that is a storm of errors
 * instead of an orderly end.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
  }
}
