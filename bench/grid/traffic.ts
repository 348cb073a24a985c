import type { CDPSession, Page } from '@playwright/test';

/** What the browser received and holds. */
export interface Traffic {
  /** Bytes over the wire since the last call, headers included. */
  take(): number;
  /** Memory of the page's objects after a collection. */
  heapBytes(): Promise<number>;
}

/** Counts through the browser's own protocol, so that nothing of the page is changed. */
export async function watchTraffic(page: Page): Promise<Traffic> {
  const session: CDPSession = await page.context().newCDPSession(page);
  let received = 0;
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    received += encodedDataLength;
  });
  session.on('Network.responseReceived', ({ response }) => {
    received += response.encodedDataLength;
  });
  await session.send('Network.enable');
  return {
    take() {
      const taken = received;
      received = 0;
      return taken;
    },
    async heapBytes() {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
  };
}
