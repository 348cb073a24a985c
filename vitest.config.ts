import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slow-first.ts';

/** Unit, conformance and integration tests. Browser tests are Playwright's: see e2e/. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['app', 'components', 'server', 'lib', 'cli', 'demo', 'scripts', 'test', 'bench'].map(
      (folder) => `${folder}/**/*.test.{ts,tsx}`,
    ),
    // Tests start real database servers and engine processes, beside those in the browser.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // What is waited for comes from servers; a second is little on a machine that is busy.
    expect: { poll: { timeout: 15_000 } },
    // Native modules (DuckDB, better-sqlite3) need processes of their own; the servers beside them need the rest of the machine.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    reporters: ['default'],
    passWithNoTests: false,
  },
});
