// Whether the server at the address given is ready; the health check of the container.
const [url] = process.argv.slice(2);
try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  process.exitCode = status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
