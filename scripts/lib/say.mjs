/** Progress for people: one line per step, with its time. */
export function say(message) {
  console.log(`joinery: ${message}`);
}

/** A failure that the user can do something about; printed without a stack. */
export class PreparationError extends Error {}

export function secondsSince(start) {
  const seconds = (performance.now() - start) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Runs `main`; a failure ends the process with code 1 and its message. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(`joinery: ${error instanceof PreparationError ? error.message : (error?.stack ?? error)}`);
    process.exit(1);
  }
}
