import { describe, expect, it } from 'vitest';
import type { ConnectionDetail, DriverDescription, DriverField } from '../../lib/contract/connection.ts';
import {
  copyOf,
  emptyForm,
  formOf,
  freeId,
  looksLikeReference,
  policyOf,
  problemsOf,
  requestOf,
} from './form-state.ts';

const field = (name: string, more: Partial<DriverField> = {}): DriverField => ({
  name,
  label: name,
  description: '',
  kind: 'text',
  isRequired: false,
  isAdvanced: false,
  ...more,
});
const driver: DriverDescription = {
  name: 'postgres',
  displayName: 'PostgreSQL',
  fields: [
    field('host'),
    field('database', { isRequired: true }),
    field('password', { kind: 'secret' }),
    field('token', { kind: 'secret' }),
    field('datasets', { kind: 'list', isAdvanced: true }),
    field('types', { kind: 'json', isAdvanced: true }),
  ],
};
const detail: ConnectionDetail = {
  summary: {
    id: 'shop',
    driver: 'postgres',
    driverLabel: 'PostgreSQL',
    color: 3,
    mark: 'SH',
    status: 'ready',
    tableCount: 1,
    defaultSchema: 'public',
  },
  origin: 'workbench',
  options: {
    host: 'db',
    database: 'shop',
    password: { isKept: true },
    token: 'env:TOKEN',
    datasets: ['a', 'b'],
    types: { x: 1 },
  },
  policy: { ai: 'never', allowsProbes: false, maxFetchRows: 1000, maxFetchMs: 1500 },
  isPolicyFixed: false,
  version: 4,
};

describe('the form of a connection', () => {
  it('sends back what it was given, and no kept secret', () => {
    expect(requestOf(formOf(detail, driver), 'postgres', 4)).toEqual({
      id: 'shop',
      driver: 'postgres',
      color: 3,
      mark: 'SH',
      options: { host: 'db', database: 'shop', token: 'env:TOKEN', datasets: 'a\nb', types: '{\n  "x": 1\n}' },
      policy: detail.policy,
      version: 4,
    });
  });

  it('sends a replaced secret, and an empty text for a removed one', () => {
    const form = formOf(detail, driver);
    const changed = {
      ...form,
      secrets: { password: { mode: 'typed', text: ' new ' }, token: { mode: 'removed' } },
    } as const;
    expect(requestOf(changed, 'postgres', 4).options).toMatchObject({ password: ' new ', token: '' });
  });

  it('leaves out secrets that were not given for a new connection', () => {
    expect(requestOf(emptyForm(driver, 'new'), 'postgres', undefined)).toEqual({
      id: 'new',
      driver: 'postgres',
      options: {},
      policy: { ai: 'names', allowsProbes: true, maxFetchRows: null, maxFetchMs: null },
    });
  });

  it('copies everything but kept secrets, colour and mark, under a free name', () => {
    const copy = copyOf(formOf(detail, driver), new Set(['shop', 'shop_copy']));
    expect(copy).toMatchObject({ id: 'shop_copy2', color: undefined, mark: '', texts: { host: 'db' } });
    expect(copy.secrets).toEqual({
      password: { mode: 'typed', text: '' },
      token: { mode: 'typed', text: 'env:TOKEN' },
    });
    expect(freeId('x'.repeat(63), new Set())).toHaveLength(63);
  });

  it('names everything that is missing or cannot be read at once', () => {
    const form = emptyForm(driver);
    const policy = { ...form.policy, maxFetchRows: 'many', maxFetchSeconds: '-1' };
    expect(Object.keys(problemsOf({ ...form, policy }, driver.fields)).sort()).toEqual([
      'database',
      'id',
      'maxFetchRows',
      'maxFetchSeconds',
    ]);
    expect(problemsOf(formOf(detail, driver), driver.fields)).toEqual({});
  });

  it('reads rows with separators and seconds with parts', () => {
    const policy = { ai: 'names', allowsProbes: true, maxFetchRows: '1,000 000', maxFetchSeconds: '0.5' } as const;
    expect(policyOf(policy)).toMatchObject({ maxFetchRows: 1_000_000, maxFetchMs: 500 });
  });
});

it.each<[string, boolean]>([
  ['env:NAME', true],
  ['gcp-secret-manager:projects/p/secrets/s', true],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference
  ['${NAME}', true],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a default may be a secret
  ['${NAME:-secret}', false],
  ['hunter2', false],
  ['https://x', false],
])('%s is a reference: %s', (text, expected) => {
  expect(looksLikeReference(text)).toBe(expected);
});
