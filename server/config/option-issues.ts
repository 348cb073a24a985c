/** What a driver's options schema finds wrong, in plain words and at its place in the file. */
import { z } from 'zod';
import { didYouMean } from './nearest-names.ts';

export interface OptionProblem {
  readonly path: readonly PropertyKey[];
  /** Whether the place is the key itself (an unknown key) rather than its value. */
  readonly prefer: 'key' | 'value';
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Keys that an object schema knows, looking through pipes, defaults and unions; undefined if it takes any. */
export function knownKeys(schema: z.core.$ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodObject) {
    const { catchall } = schema.def;
    return catchall === undefined || catchall instanceof z.ZodNever ? Object.keys(schema.shape) : undefined;
  }
  if (schema instanceof z.ZodUnion) {
    const all = schema.options.map(knownKeys);
    return all.some((keys) => keys === undefined) ? undefined : [...new Set(all.flatMap((keys) => keys ?? []))];
  }
  if (schema instanceof z.ZodPipe) return knownKeys(schema.in);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly) {
    return knownKeys(schema.def.innerType);
  }
  return undefined;
}

export function unknownKeyProblem(path: readonly PropertyKey[], key: string, known: readonly string[]): OptionProblem {
  return {
    path: [...path, key],
    prefer: 'key',
    message: `unknown key "${key}"`,
    hint: didYouMean(key, known) ?? (known.length === 0 ? undefined : `Known keys are ${known.join(', ')}.`),
  };
}

/** `found` says how the value at a path may be shown: secrets are not. */
export function issueProblem(
  issue: z.core.$ZodIssue,
  value: unknown,
  found: (path: readonly PropertyKey[], value: unknown) => string,
): OptionProblem {
  const name = issue.path.map(String).join('.');
  const label = name === '' ? '' : `${name}: `;
  const isMissing = value === undefined;
  const base = { path: issue.path, prefer: 'value' as const };
  if (isMissing && issue.path.length > 0) return { ...base, message: `${name} is missing${expectation(issue)}` };
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    return {
      ...base,
      message: `${label}found ${found(issue.path, value)}, expected one of ${allowed.join(', ')}`,
      hint: typeof value === 'string' ? didYouMean(value, allowed) : undefined,
    };
  }
  if (issue.code === 'invalid_type' && isDefaultMessage(issue.message)) {
    const wantsText = issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
    return {
      ...base,
      message: `${label}found ${found(issue.path, value)}${expectation(issue)}`,
      hint: wantsText ? 'Put it in quotes.' : undefined,
    };
  }
  if (isDefaultMessage(issue.message)) {
    const wanted = expectation(issue) || ', expected another form';
    return { ...base, message: `${label}found ${found(issue.path, value)}${wanted}` };
  }
  const message = issue.message.replace(/[.]$/, '');
  return { ...base, message: `${label}found ${found(issue.path, value)}: ${message}` };
}

const isDefaultMessage = (message: string): boolean => message.startsWith('Invalid input');

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function expectation(issue: z.core.$ZodIssue): string {
  const wanted = wantedBy(issue);
  return wanted === undefined ? '' : `, expected ${wanted}`;
}

function wantedBy(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return kindNames[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ');
    return issue.values.length === 1 ? values : `one of ${values}`;
  }
  if (issue.code !== 'invalid_union') return undefined;
  const ways = issue.errors.flatMap(([first]) => (first === undefined ? [] : (wantedBy(first) ?? [])));
  return ways.length === 0 ? undefined : ways.join(', or ');
}
