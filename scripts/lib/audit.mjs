/** Known weaknesses of the packages that ship, asked of the registry. A registry that cannot say is no failure, but it is said. */
import { spawnSync } from 'node:child_process';
import { root } from './paths.mjs';
import { say } from './say.mjs';

const PATIENCE_MS = 60_000;

/** Answers `known` (none that matter), `weak` with their names, or `unknown` with the reason. */
export function readAudit(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { outcome: 'unknown', why: 'the answer cannot be read' };
  }
  const counts = report.metadata?.vulnerabilities;
  if (counts === undefined) return { outcome: 'unknown', why: report.message ?? report.error?.summary ?? 'no answer' };
  if (counts.high + counts.critical === 0) return { outcome: 'known' };
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  return { outcome: 'weak', names };
}

/** Whether the step passes. */
export function audit() {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    shell: process.platform === 'win32',
  });
  const { outcome, why, names } = readAudit(stdout ?? '');
  if (outcome === 'weak') {
    say(`packages with known weaknesses: ${names.join(', ')}. "npm audit" says more.`);
    return false;
  }
  if (outcome === 'unknown') say(`the packages could not be audited (${why}); that is no failure`);
  return true;
}
