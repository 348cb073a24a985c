/** Closes things in order while the program is kept running: idle readers of files do not do that, yet their end has to be waited for. */
export async function closeAwake(...open: readonly { close(): Promise<void> }[]): Promise<void> {
  const awake = setInterval(() => {}, 1_000);
  try {
    for (const one of open) await one.close();
  } finally {
    clearInterval(awake);
  }
}
