import { duckdbRules, type LexicalRules } from './dialect.ts';
import { placeholdersIn } from './parameters.ts';
import { tokenize } from './tokens.ts';

/**
 * Names of the parameters that a text takes, each once, in order. In federated SQL the statements inside `native(...)` take some too: they stand
 * in strings there.
 */
export function parameterNames(text: string, rules: LexicalRules = duckdbRules): string[] {
  const names = new Set(placeholdersIn(text, rules).map(({ name }) => name));
  if (/\bnative\s*\(/i.test(text)) {
    for (const { kind, start, end } of tokenize(text, rules)) {
      if (kind !== 'string') continue;
      for (const [, name] of text.slice(start, end).matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,62})\s*\}\}/g))
        if (name !== undefined) names.add(name);
    }
  }
  return [...names];
}
