import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import { isTestCode, type Rule, rules } from './rules.ts';

export interface SourceFile {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Violation {
  readonly rule: Rule;
  readonly path: string;
  readonly line: number;
  /** What was imported, as rules name it. */
  readonly target: string;
}

/** Every import that a rule forbids, `import type`, re-exports and `import()` of a constant included. Throws on a file that does not parse. */
export function findViolations(files: Iterable<SourceFile>): Violation[] {
  const violations: Violation[] = [];
  for (const file of files) {
    if (isTestCode(file.path)) continue;
    for (const { specifier, offset } of importsOf(file)) {
      const target = targetOf(file.path, specifier);
      for (const rule of rules) {
        if (!forbids(rule, file.path, target)) continue;
        violations.push({ rule, path: file.path, line: file.text.slice(0, offset).split('\n').length, target });
      }
    }
  }
  return violations;
}

function forbids(rule: Rule, path: string, target: string): boolean {
  const from = rule.from.exec(path);
  if (from === null || rule.exceptFrom?.test(path)) return false;
  return new RegExp(rule.to.replaceAll('$1', from[1] ?? '')).test(target);
}

interface Import {
  readonly specifier: string;
  readonly offset: number;
}

function importsOf(file: SourceFile): Import[] {
  const { module, errors } = parseSync(file.path, file.text);
  if (errors[0] !== undefined) throw new Error(`${file.path} does not parse: ${errors[0].message}`);
  const named = module.staticImports.map((entry) => ({
    specifier: entry.moduleRequest.value,
    offset: entry.moduleRequest.start,
  }));
  const passedOn = module.staticExports
    .flatMap((entry) => entry.entries)
    .flatMap(({ moduleRequest }) =>
      moduleRequest === null ? [] : [{ specifier: moduleRequest.value, offset: moduleRequest.start }],
    );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const constant = /^(['"])(.*)\1$/.exec(file.text.slice(start, end))?.[2];
    return constant === undefined ? [] : [{ specifier: constant, offset: start }];
  });
  return [...named, ...passedOn, ...dynamic];
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(path), specifier));
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return `npm:${specifier}`;
}
