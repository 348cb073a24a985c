/** `npm run boundaries`: checks every file of the project and says which import breaks which rule. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findViolations, type SourceFile } from './find-violations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What git knows or would add: no build output, nothing generated. */
function projectFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .split('\0')
    .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const files = projectFiles();
const violations = findViolations(files);
for (const { rule, path, line, target } of violations) {
  console.error(`${path}:${line} imports ${target}\n  ${rule.name}: ${rule.because}`);
}
console.log(`${files.length} files, ${violations.length} imports across a boundary`);
if (violations.length > 0 || files.length === 0) process.exitCode = 1;
