// First module of a program that `supervise.mjs` runs: `tethered.mjs SCRIPT ARGS...`. Stops the program when its supervisor is gone.
import { pathToFileURL } from 'node:url';

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Waiting for the supervisor's end is no reason to stay.
process.channel?.unref();
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
