/** What the form holds while somebody types, and what it sends. Pure. */
import type {
  ConnectionDetail,
  ConnectionPolicy,
  DriverDescription,
  DriverField,
  SaveConnection,
} from '../../lib/contract/connection.ts';

/** A secret is never known here: it is kept, typed anew (or referred to), or to be removed. */
export type SecretState = { readonly mode: 'kept' | 'removed' } | { readonly mode: 'typed'; readonly text: string };

export interface FormState {
  readonly id: string;
  readonly color: number | undefined;
  readonly mark: string;
  /** Options as text; empty = not given. */
  readonly texts: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretState>>;
  readonly policy: PolicyState;
}

export interface PolicyState extends Pick<ConnectionPolicy, 'ai' | 'allowsProbes'> {
  readonly maxFetchRows: string;
  readonly maxFetchSeconds: string;
}

export const defaultPolicyState: PolicyState = {
  ai: 'names',
  allowsProbes: true,
  maxFetchRows: '',
  maxFetchSeconds: '',
};

export function emptyForm(driver: DriverDescription, id = ''): FormState {
  const secrets = driver.fields.filter(({ kind }) => kind === 'secret');
  return {
    id,
    color: undefined,
    mark: '',
    texts: {},
    secrets: Object.fromEntries(secrets.map(({ name }) => [name, { mode: 'typed', text: '' }])),
    policy: defaultPolicyState,
  };
}

export function formOf(detail: ConnectionDetail, driver: DriverDescription): FormState {
  const { summary, options, policy } = detail;
  const texts: Record<string, string> = {};
  const secrets: Record<string, SecretState> = {};
  for (const field of driver.fields) {
    const value = options[field.name];
    if (field.kind === 'secret')
      secrets[field.name] = isKept(value) ? { mode: 'kept' } : { mode: 'typed', text: asText(value, field) };
    else if (value !== undefined) texts[field.name] = asText(value, field);
  }
  return { id: summary.id, color: summary.color, mark: summary.mark, texts, secrets, policy: policyState(policy) };
}

/** A copy to be saved under another name. Kept secrets stay where they are: they have to be typed again. */
export function copyOf(form: FormState, taken: ReadonlySet<string>): FormState {
  const secrets = Object.entries(form.secrets).map(([name, state]) => [
    name,
    state.mode === 'typed' ? state : ({ mode: 'typed', text: '' } as const),
  ]);
  return { ...form, id: freeId(form.id, taken), color: undefined, mark: '', secrets: Object.fromEntries(secrets) };
}

export function freeId(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '_copy' : `_copy${number}`;
    const id = base.slice(0, 63 - ending.length) + ending;
    if (!taken.has(id.toLowerCase())) return id;
  }
}

/** `version` = the one that is changed; undefined for a new connection. */
export function requestOf(form: FormState, driver: string, version: number | undefined): SaveConnection {
  const options: Record<string, string> = {};
  for (const [name, text] of Object.entries(form.texts)) if (text.trim() !== '') options[name] = text;
  for (const [name, state] of Object.entries(form.secrets)) {
    if (state.mode === 'removed') options[name] = '';
    else if (state.mode === 'typed' && (state.text !== '' || version !== undefined)) options[name] = state.text;
  }
  return {
    id: form.id.trim(),
    driver,
    ...(form.color === undefined ? {} : { color: form.color }),
    ...(form.mark === '' ? {} : { mark: form.mark }),
    options,
    policy: policyOf(form.policy),
    ...(version === undefined ? {} : { version }),
  };
}

export function policyState(policy: ConnectionPolicy): PolicyState {
  const { ai, allowsProbes, maxFetchRows, maxFetchMs } = policy;
  return {
    ai,
    allowsProbes,
    maxFetchRows: maxFetchRows === null ? '' : String(maxFetchRows),
    maxFetchSeconds: maxFetchMs === null ? '' : String(maxFetchMs / 1000),
  };
}

export function policyOf({ ai, allowsProbes, maxFetchRows, maxFetchSeconds }: PolicyState): ConnectionPolicy {
  const rows = maxFetchRows.replaceAll(/[,_\s]/g, '');
  return {
    ai,
    allowsProbes,
    maxFetchRows: rows === '' ? null : Number(rows),
    maxFetchMs: maxFetchSeconds.trim() === '' ? null : Math.round(Number(maxFetchSeconds) * 1000),
  };
}

/** What is missing or cannot be read, by field, before anything is sent. */
export function problemsOf(form: FormState, fields: readonly DriverField[]): Record<string, string> {
  const problems: Record<string, string> = {};
  if (form.id.trim() === '') problems.id = 'Give the connection a name.';
  for (const { name, kind, isRequired, label } of fields) {
    if (!isRequired) continue;
    const state = form.secrets[name];
    const isGiven =
      kind === 'secret'
        ? state?.mode === 'kept' || (state?.mode === 'typed' && state.text !== '')
        : (form.texts[name] ?? '').trim() !== '';
    if (!isGiven) problems[name] = `${label} is needed.`;
  }
  return { ...problems, ...policyProblems(form.policy) };
}

export function policyProblems(state: PolicyState): Record<string, string> {
  const { maxFetchRows, maxFetchMs } = policyOf(state);
  const isWhole = (value: number | null): boolean => value === null || (Number.isSafeInteger(value) && value >= 1);
  return {
    ...(isWhole(maxFetchRows) ? {} : { maxFetchRows: 'Write a whole number of rows, or leave it empty for no limit.' }),
    ...(isWhole(maxFetchMs) ? {} : { maxFetchSeconds: 'Write a number of seconds, or leave it empty for no limit.' }),
  };
}

const isKept = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'isKept' in value && value.isKept === true;

function asText(value: unknown, field: DriverField): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (field.kind === 'list' && Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'object' ? JSON.stringify(value, undefined, 2) : String(value);
}

/** Whether a text refers to a secret kept elsewhere: it may be read by everyone. */
export const looksLikeReference = (text: string): boolean =>
  /^(env|file|gcp-secret-manager):.+|^\$\{[A-Za-z_]\w*\}$/s.test(text);
