import { ExitCode } from './exit-code.ts';

/** Signals closer together than this are one: a terminal sends Ctrl+C to a whole group, and a launcher passes its copy on. */
const SAME_SIGNAL_MS = 500;

/** Aborts at the first Ctrl+C or SIGTERM, whose name is then the reason; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let askedMs: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (askedMs !== undefined && performance.now() - askedMs > SAME_SIGNAL_MS) process.exit(ExitCode.cancelled);
      askedMs ??= performance.now();
      controller.abort(name);
    });
  }
  return controller.signal;
}
