/**
 * Writes text that is still being made. Browsers allow the clipboard only right after a key or a click, so a promise is handed over where they
 * take one; pages not served securely get the older way. Rejects with the text's own failure, or if the browser refuses.
 */
export async function writeClipboard(text: Promise<string>): Promise<void> {
  if (navigator.clipboard === undefined) {
    copyByEvent(await text);
    return;
  }
  if (typeof ClipboardItem === 'undefined') {
    await navigator.clipboard.writeText(await text);
    return;
  }
  const blob = text.then((ready) => new Blob([ready], { type: 'text/plain' }));
  // The clipboard reports its own failure; the text's is the one to tell.
  const [written] = await Promise.allSettled([navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])]);
  await text;
  if (written.status === 'rejected') throw new Error('The browser did not allow writing to the clipboard.');
}

function copyByEvent(text: string): void {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy);
  try {
    if (!document.execCommand('copy')) throw new Error('The browser did not allow writing to the clipboard.');
  } finally {
    document.removeEventListener('copy', onCopy);
  }
}
