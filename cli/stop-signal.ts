/** Aborts at the first Ctrl+C; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let isAsked = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (isAsked) process.exit(130);
      isAsked = true;
      controller.abort();
    });
  }
  return controller.signal;
}
