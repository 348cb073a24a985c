/**
 * Steps of `npm test`: each runs a program, shows its output, and answers how many checks or tests passed and failed, and in which files tests
 * did (`failedFiles`, which the step takes as its `extra`). A step that is `beside` another runs at the same time as that one: both wait for
 * servers much of the time.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { audit } from './audit.mjs';
import { ensureBuilt } from './build.mjs';
import { inRoot, root } from './paths.mjs';
import { freshResult, runProgram } from './run-program.mjs';

/** Biome colours its output wherever it goes. */
const colours = process.stdout.isTTY ? '--colors=force' : '--colors=off';

/** A program whose exit code is the check. */
const check = (name, title, ...command) => ({
  name,
  title,
  run: async (node) => counts((await runProgram(node, command)) === 0),
});

const counts = (isGood) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 });

export const steps = [
  {
    name: 'types',
    title: 'type check',
    run: async (node) => {
      // Next's own types (routes, style sheets) are generated; a fresh clone has none.
      const hasTypes = (await runProgram(node, [bin('next/dist/bin/next'), 'typegen'])) === 0;
      return counts(hasTypes && (await runProgram(node, [bin('typescript/bin/tsc'), '--noEmit'])) === 0);
    },
  },
  check('lint', 'lint and format', bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', colours, '.'),
  check('unused', 'unused code', bin('knip/bin/knip.js')),
  check('boundaries', 'module boundaries', inRoot('test/boundaries/check.ts')),
  { name: 'audit', title: 'known weaknesses of packages', run: async () => counts(audit()) },
  check('schema', 'database migrations', inRoot('scripts/migrate.mts'), 'check'),
  {
    name: 'build',
    title: 'build of the page',
    run: async (node) => {
      ensureBuilt(node);
      return counts(true);
    },
  },
  {
    name: 'unit',
    title: 'unit, conformance and integration tests',
    run: async (node, extra) => {
      await runProgram(node, [inRoot('scripts/lib/ensure-mariadb.mts')]);
      await runProgram(node, [inRoot('scripts/lib/ensure-cloud-stand-ins.mts')]);
      const report = freshResult('vitest.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const code = await runProgram(node, [bin('vitest/vitest.mjs'), 'run', ...reporters, ...extra]);
      return withCrash(code, readVitest(report));
    },
  },
  {
    name: 'e2e',
    title: 'tests in the browser',
    beside: 'unit',
    run: async (node, extra, output) => {
      ensureBuilt(node);
      const report = freshResult('playwright.json');
      const code = await runProgram(node, [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json', ...extra], {
        environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
        output,
      });
      return withCrash(code, readPlaywright(report));
    },
  },
];

/** A run without a test, or one that failed without a failed test (crash, a broken file), is a failure of its own. */
function withCrash(code, result) {
  const ran = result.passed + result.failed;
  return ran === 0 || (code !== 0 && result.failed === 0) ? { ...result, failed: result.failed + 1 } : result;
}

function readVitest(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, numPendingTests = 0, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
    failedFiles: testResults.filter(({ status }) => status === 'failed').map(({ name }) => path.relative(root, name)),
  };
}

function readPlaywright(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { stats = {}, suites = [] } = JSON.parse(readFileSync(report, 'utf8'));
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  const hasFailed = ({ specs = [], suites: inner = [] }) => specs.some(({ ok }) => !ok) || inner.some(hasFailed);
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    failedFiles: suites.filter(hasFailed).map(({ file }) => file),
  };
}

function bin(script) {
  return inRoot('node_modules', script);
}
